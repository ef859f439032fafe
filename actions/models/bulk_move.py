from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User


class BulkMoveQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(by=user)


class BulkMove(models.Model):
    """What somebody did to many actions at once, for the page that says how it went.

    Each action has its own event; this only keeps them together. `left` maps an action to why it was left alone, in
    the language of whoever did it.
    """

    verb = models.CharField(max_length=20)
    by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=gettext_lazy("by"))
    at = models.DateTimeField()
    done = models.JSONField(default=list)
    left = models.JSONField(default=dict)
    form_key = models.UUIDField(unique=True, editable=False)  # a form sent twice does it once

    objects = BulkMoveQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("bulk move")
        verbose_name_plural = gettext_lazy("bulk moves")

    def __str__(self):
        return _("%(when)s, %(count)s actions") % {
            "when": date_format(timezone.localtime(self.at), "DATETIME_FORMAT"),
            "count": len(self.done),
        }

    def get_absolute_url(self):
        return reverse("actions:bulk_done", args=[self.pk])
