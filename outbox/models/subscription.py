"""What somebody wants to be told for information: how often, and about which places."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organization, Region, Sector, Site, User
from accounts.narrowing import PLACES


class SubscriptionQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(person=user)

    def wanted(self):
        return self.filter(wanted=True)

    def about(self, places):
        """Those of exactly these places, {name of a kind: its record or key}; none is everything one sees."""
        return self.filter(**{name: places.get(name) for name in PLACES})


class Subscription(models.Model):
    """A sheet that comes by mail. One that is not `wanted` keeps away what would come without being asked for."""

    class Every(models.TextChoices):
        WEEK = "weekly", _("Every week")
        MONTH = "monthly", _("Every month")
        QUARTER = "quarterly", _("Every quarter")

    person = models.ForeignKey(User, models.PROTECT, related_name="subscriptions")
    every = models.CharField(_("how often"), max_length=10, choices=Every)
    region = models.ForeignKey(Region, models.PROTECT, null=True, related_name="+")
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="+")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="+")
    wanted = models.BooleanField(default=True)
    asked_at = models.DateTimeField()  # what began before is not told any more

    objects = SubscriptionQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["person", "every", *PLACES], nulls_distinct=False, name="subscription_once")
        ]

    def __str__(self):
        return self.get_every_display()

    @property
    def places(self):
        """{name of a kind: its key}."""
        return {name: key for name in PLACES if (key := getattr(self, f"{name}_id")) is not None}

    @property
    def records(self):
        return [record for name in PLACES if (record := getattr(self, name)) is not None]

    @property
    def where(self):
        return " · ".join(getattr(record, "full_name", str(record)) for record in self.records)

    @classmethod
    def want(cls, person, every, places, *, now, wanted=True):
        """Have it from now on, or, not `wanted`, no more. `places` are {name of a kind: its key}."""
        facts = {f"{name}_id": places.get(name) for name in PLACES}
        said = {"wanted": wanted, "asked_at": now}
        kept, is_new = cls.objects.get_or_create(person=person, every=every, **facts, defaults=said)
        if not is_new and kept.wanted != wanted:
            cls.objects.filter(pk=kept.pk).update(**said)
            kept.refresh_from_db()
        return kept
