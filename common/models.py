from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


class Series(models.Model):
    """The last number given out of one kind in one year; see common.numbers."""

    kind = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="series_once")]

    def __str__(self):
        return f"{self.kind}-{self.year}"


class SavedViewQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(person=user)


class SavedView(models.Model):
    """A list as somebody likes to see it: `query` holds its filters, order and columns as the address does.

    It is read anew each time, so it never shows more than the filters and the person's appointments let it today.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    list = models.CharField(max_length=60)  # the name of the list's address
    name = models.CharField(_("name of the view"), max_length=40)
    query = models.CharField(max_length=2000, blank=True)
    is_default = models.BooleanField(default=False)

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "list", "name"], name="saved_view_name_once"),
            models.UniqueConstraint(
                fields=["person", "list"], condition=Q(is_default=True), name="saved_view_one_default"
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def url(self):
        return f"{reverse(self.list)}?{self.query or 'view=all'}"
