"""The decision about a fine, entered by hand; the law's band is a reference beside it (Order 14 of 2024)."""

from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.clock import local_day

from ..rules import fines, packs
from .part import Part

TEN_THOUSAND = Decimal(10_000)


class Fine(Part):
    """One decision: who was fined, by whom, how much. Outside the band it needs a reason."""

    class Whom(models.TextChoices):
        UNIT = "unit", gettext_lazy("unit responsible for the accident")
        PERSON = "person", gettext_lazy("main person in charge")
        OTHER = "other", gettext_lazy("somebody else")

    KIND = "fine"
    RIGHT = "decide_fine"
    PRIVATE = frozenset({"amount", "reason", "name"})

    whom = models.CharField(gettext_lazy("who was fined"), max_length=8, choices=Whom, default=Whom.UNIT)
    name = models.CharField(gettext_lazy("name of the unit or the person"), max_length=120)
    amount = models.DecimalField(
        gettext_lazy("amount"), max_digits=14, decimal_places=2, validators=[MinValueValidator(Decimal("0.01"))]
    )
    especially_grave = models.BooleanField(gettext_lazy("an especially grave case"), default=False)
    authority = models.CharField(gettext_lazy("decided by"), max_length=120)
    number = models.CharField(gettext_lazy("number of the decision"), max_length=120)
    decided_on = models.DateField(gettext_lazy("day of the decision"))
    reason = models.TextField(gettext_lazy("reason where it is outside the band"), blank=True)

    class Meta(Part.Meta):
        verbose_name = gettext_lazy("fine")
        verbose_name_plural = gettext_lazy("fines")
        ordering = ["decided_on", "pk"]

    def __str__(self):
        return self.number

    @property
    def is_outside(self):
        """Whether it is outside the band as the facts stand now. Only units have one in yuan."""
        band = band_of(self.incident)
        if band is None or self.whom != self.Whom.UNIT:
            return False
        lowest, highest = in_yuan(band, especially_grave=self.especially_grave)
        return not lowest <= self.amount <= highest

    def refuse_bad_facts(self, now):
        errors = {}
        if self.decided_on > local_day(now, self.site.time_zone):
            errors["decided_on"] = _("The day lies in the future.")
        elif self.decided_on < self.incident.occurred_on:
            errors["decided_on"] = _("This is before the accident.")
        if self.is_outside and not self.reason.strip():
            errors["reason"] = _("The amount is outside the band of the law. Give the reason.")
        if errors:
            raise ValidationError(errors)

    def attach(self, files, **given):
        """It has no files."""


def band_of(incident):
    """The Band of the law for this accident, or None where there is no grade or no rule."""
    if not incident.grade:
        return None
    try:
        return fines.band(
            incident.grade,
            deaths=incident.deaths,
            serious=(incident.serious_injuries or 0) + (incident.acute_poisonings or 0),
            loss=incident.direct_loss,
            jurisdiction=incident.site.region.jurisdiction,
            day=incident.occurred_on,
        )
    except packs.NoRule:
        return None


def in_yuan(band, *, especially_grave=False):
    """(lowest, highest) amount in yuan; in especially grave cases so many times as much as the law says."""
    lowest, highest = (TEN_THOUSAND * amount for amount in band.unit)
    if especially_grave and band.especially_grave:
        least, most = band.especially_grave
        return lowest * least, highest * most
    return lowest, highest
