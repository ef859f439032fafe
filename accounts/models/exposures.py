"""What rates divide by: hours worked and people employed at an organization, the gross domestic product of a region."""

from datetime import date

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.clock import local_day
from common.lifecycle import AlreadyMoved
from common.locks import take_turns

from .appointments import Role
from .places import Organization, Region

EARLIEST = date(1949, 10, 1)
HOURS_OF_A_MONTH = 31 * 24


class ExposureQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of regions are public; those of an organization are seen with it."""
        return self.filter(Q(organization=None) | Q(organization__in=Organization.objects.known_to(user)))

    def of(self, place):
        return self.filter(**{place._meta.model_name: place})

    def of_year(self, year):
        return self.filter(month__year=year)

    def in_force(self):
        """The newest figures of each place and month. No further condition can be put after it."""
        place_and_month = ("organization_id", "region_id", "month")
        return self.order_by(*place_and_month, "-pk").distinct(*place_and_month)


class Exposure(models.Model):
    """What one organization worked, or one region produced, in one month (统计基数). Null is not known.

    Hours are those worked by everybody there, headcount the average number of people employed (GB 6441-1986, chapter
    6); GDP is in yuan. The newest figures of a place and month count. Append-only, by a trigger.
    """

    OF = {"organization": ("hours", "headcount"), "region": ("gdp",)}
    ENTERED_BY = {"organization": {Role.SAFETY_MANAGER, Role.OFFICIAL}, "region": {Role.OFFICIAL, Role.LEADER}}

    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, related_name="exposures", verbose_name=gettext_lazy("organization")
    )
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="exposures", verbose_name=gettext_lazy("region")
    )
    month = models.DateField(gettext_lazy("month"))  # its first day
    hours = models.PositiveBigIntegerField(gettext_lazy("hours worked"), null=True, blank=True)
    headcount = models.PositiveIntegerField(gettext_lazy("average headcount"), null=True, blank=True)
    gdp = models.DecimalField(
        gettext_lazy("gross domestic product, in yuan"),
        max_digits=18,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    source = models.CharField(gettext_lazy("source"), max_length=80, blank=True)  # of imported ones
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = ExposureQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("exposure of a month")
        verbose_name_plural = gettext_lazy("exposures of months")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["month"], name="exposure_month")]
        constraints = [
            models.CheckConstraint(
                condition=Q(organization__isnull=False, region=None, gdp=None)
                | Q(organization=None, region__isnull=False, hours=None, headcount=None),
                name="exposure_of_one_place",
            ),
            models.CheckConstraint(condition=Q(month__day=1), name="exposure_month_is_its_first_day"),
            models.CheckConstraint(condition=Q(gdp=None) | Q(gdp__gte=0), name="exposure_gdp_not_negative"),
        ]

    def __str__(self):
        return f"{self.place} · {date_format(self.month, 'YEAR_MONTH_FORMAT')}"

    @property
    def place(self):
        return self.organization or self.region

    @property
    def facts(self):
        kind = "organization" if self.organization_id else "region"
        return {name: getattr(self, name) for name in self.OF[kind]}

    @classmethod
    def may_be_entered(cls, user, place):
        """By administrators, and by whoever looks after the whole organization or the whole region."""
        if user.is_administrator:
            return True
        kind = place._meta.model_name
        held = [a for a in user.current_appointments if a.role in cls.ENTERED_BY[kind]]
        if kind == "region":
            return any(is_of_all(a) and place.code.startswith(a.region.code if a.region else "") for a in held)
        if any(a.organization_id == place.pk and is_of_all(a, but="organization") for a in held):
            return True
        sites = list(place.sites.standing().select_related("region"))
        return bool(sites) and all(any(a.covers(site) for a in held) for site in sites)

    @classmethod
    @transaction.atomic
    def enter(cls, place, months, *, seen, by, now):
        """Write down {first day of a month: {fact: value}}, where it differs from what is there.

        `seen` is the key of the newest entry of this place that somebody was looking at, 0 for none: AlreadyMoved if
        there is a newer one.
        """
        if not cls.may_be_entered(by, place):
            raise PermissionDenied
        take_turns("exposures")
        if seen != cls.newest_of(place):
            raise AlreadyMoved
        there = {exposure.month: exposure.facts for exposure in cls.objects.of(place).in_force()}
        nothing = dict.fromkeys(cls.OF[place._meta.model_name])
        entries = [
            cls(**{place._meta.model_name: place}, month=month, by=by, at=now, **facts)
            for month, facts in months.items()
            if facts != there.get(month, nothing)
        ]
        for entry in entries:
            entry.refuse_bad_facts(now)
        return cls.objects.bulk_create(entries)

    @classmethod
    def newest_of(cls, place):
        return cls.objects.of(place).aggregate(newest=models.Max("pk"))["newest"] or 0

    def refuse_bad_facts(self, now):
        """Raise ValidationError, by fact, where this cannot be so."""
        self.clean_fields(exclude=("organization", "region", "by", "source"))
        errors = {}
        if self.month > local_day(now, settings.TIME_ZONE):
            errors["month"] = _("This month has not begun yet.")
        elif self.month < EARLIEST:
            errors["month"] = _("The month lies before 1949.")
        if self.hours and self.headcount == 0:
            errors["hours"] = _("Hours were worked, but nobody is employed.")
        elif self.hours and self.headcount and self.hours > self.headcount * HOURS_OF_A_MONTH:
            errors["hours"] = _("So many hours do not fit into a month of so many people.")
        if errors:
            raise ValidationError(errors)


def is_of_all(appointment, but=""):
    """Whether it holds for all of its region, or of the place that `but` names, and not for a part."""
    narrowed = {"sector", "organization", "site"} - {but}
    return not any(getattr(appointment, f"{name}_id") for name in narrowed) and not (but and appointment.region_id)


def move_to(source, target, *, by, now):
    """A double was merged: its figures are taken over for the months of which `target` has none."""
    own = set(Exposure.objects.of(target).values_list("month", flat=True))
    Exposure.objects.bulk_create(
        Exposure(organization=target, month=e.month, **e.facts, source=e.source, by=by, at=now)
        for e in Exposure.objects.of(source).in_force()
        if e.month not in own
    )
