from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now, TruncDate
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from common.lifecycle import Versioned
from common.search import Searchable

from .appointing import PLACES, Appointing
from .places import Organization, Region, Sector, Site


class Role(models.TextChoices):
    REPORTER = "reporter", _("Reporter")
    SAFETY_MANAGER = "safety_manager", _("Safety manager")
    OFFICIAL = "official", _("Official")
    LEADER = "leader", _("Leader")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


SEEING = frozenset(Role) - {Role.REPORTER, Role.ADMINISTRATOR}  # see all that happens where they are appointed

HANDING_OVER = timedelta(days=31)  # so long two may hold a post together, or nobody


class AppointmentQuerySet(Searchable):
    def current(self):
        """Those that hold today, by the database's clock in the installation's time zone."""
        today = TruncDate(Now())
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=today), starts_on__lte=today)

    def lasting(self, today=None):
        """Those that hold today and tomorrow, or begin tomorrow: on somebody's last day it is time to take over.

        Asked for another day than `today`, they are taken as they are recorded now.
        """
        tomorrow = TruncDate(Now() + timedelta(days=1)) if today is None else today + timedelta(days=1)
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=tomorrow), starts_on__lte=tomorrow)

    def for_page(self):
        """With all that is shown of an appointment: places, people, `has_ended`, and whether the superior has left."""
        today = TruncDate(Now())
        gone = Q(reports_to__ends_on__lt=today) | Q(reports_to__person__is_active=False)
        return self.select_related(
            "region", "sector", "organization", "site__organization", "reports_to__person", "deputy"
        ).annotate(
            has_ended=models.ExpressionWrapper(Q(ends_on__lt=today), models.BooleanField()),
            superior_gone=models.ExpressionWrapper(gone, models.BooleanField()),
        )

    def unended(self):
        """Those that hold today or will."""
        return self.filter(Q(ends_on=None) | Q(ends_on__gte=TruncDate(Now())))

    def ended(self):
        return self.filter(ends_on__lt=TruncDate(Now()))

    def succeeding(self, appointment):
        """Those by which somebody else has the same post, role and place, from around the day on which it ends."""
        same = {name: getattr(appointment, name) for name in (*PLACES, "post", "role")}
        others = self.filter(**same, person__is_active=True, starts_on__gt=appointment.starts_on)
        if appointment.ends_on is not None:
            around = appointment.ends_on - HANDING_OVER, appointment.ends_on + HANDING_OVER
            others = others.filter(starts_on__range=around)
        return others.exclude(person=appointment.person)

    def refuse_without_administrator(self, leaving):
        """Somebody must be left who can let people in. `leaving`: the appointments that are to end."""
        able = self.current().filter(
            role=Role.ADMINISTRATOR, ends_on=None, person__is_active=True, person__signs_in=True
        )
        if able.filter(pk__in=leaving).exists() and not able.exclude(pk__in=leaving).exists():
            raise ValidationError(_("This is the last administrator. Appoint another one first, without an end."))

    def visible_to(self, user):
        people = self.model._meta.get_field("person").related_model
        return self.filter(person__in=people.objects.visible_to(user))

    def around(self, sites):
        """All appointments of people who may have a duty at any of `sites`: some too many, and none too few."""
        there = self.model.objects.current().near(sites, {site.organization_id for site in sites})
        return self.filter(person__in=there.values("person"))

    def near(self, sites, organizations):
        """Appointments that may cover one of `sites`, or that name one of `organizations`."""
        codes = {site.region.code for site in sites}
        prefixes = {code[:length] for code in codes for length in range(1, len(code) + 1)}
        return self.filter(
            Q(everywhere=True) | Q(region__code__in=prefixes) | Q(organization__in=organizations) | Q(site__in=sites)
        )

    def covering(self, site):
        """Appointments that hold at this site: by region prefix, sector, organization, site, or everywhere."""
        code = site.region.code
        prefixes = [code[:length] for length in range(1, len(code) + 1)]
        return self.exclude(role=Role.ADMINISTRATOR).filter(
            Q(region=None) | Q(region__code__in=prefixes),
            Q(sector=None) | Q(sector=site.sector_id),
            Q(organization=None) | Q(organization=site.organization_id),
            Q(site=None) | Q(site=site.pk),
        )


class Appointment(Appointing, Versioned):
    """Who is responsible for what, and therefore who may see what, from one day to another.

    The territorial line (属地) is a region, the sector line (行业) a sector in a region, the enterprise line an
    organization or a site. All places that are set must hold; `everywhere` stands for no limit at all.
    """

    SEARCHED = ("post", "post_en")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="appointments", verbose_name=_("person")
    )
    post = models.CharField(_("post"), max_length=80)
    post_en = models.CharField(_("post in English"), max_length=80, blank=True)
    role = models.CharField(_("role"), max_length=16, choices=Role)
    everywhere = models.BooleanField(_("everywhere"), default=False)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, blank=True, related_name="appointments", verbose_name=_("region")
    )
    sector = models.ForeignKey(
        Sector, models.PROTECT, null=True, blank=True, related_name="appointments", verbose_name=_("sector")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="appointments", verbose_name=_("organization")
    )
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, blank=True, related_name="appointments", verbose_name=_("site")
    )
    reports_to = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="reports", verbose_name=_("reports to")
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deputizes",
        verbose_name=_("deputy"),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )
    form_key = models.UUIDField(null=True, unique=True, editable=False)  # a form sent twice makes one record

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["person", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="appointment_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(role="administrator")
                | Q(everywhere=True, region=None, sector=None, organization=None, site=None)
                | Q(everywhere=False)
                & (Q(region__isnull=False) | Q(organization__isnull=False) | Q(site__isnull=False)),
                name="appointment_has_a_place",
            ),
            models.CheckConstraint(condition=~Q(deputy=models.F("person")), name="appointment_deputy_is_another"),
            models.CheckConstraint(condition=~Q(reports_to=models.F("id")), name="appointment_not_its_own_superior"),
        ]

    def __str__(self):
        chinese = (get_language() or "").startswith("zh")
        return self.post if chinese or not self.post_en else self.post_en

    @property
    def where(self):
        """The place in words, the narrowest first; an administrator has none."""
        if self.everywhere:
            return str(_("Everywhere"))
        place = self.site.full_name if self.site else self.organization
        return " · ".join(str(part) for part in (place, self.sector, self.region) if part)

    def covers(self, site):
        """Whether `site` lies where this appointment holds. Administrators look after people, not incidents."""
        if self.role == Role.ADMINISTRATOR:
            return False
        if self.everywhere:
            return True
        return (
            (self.region_id is None or site.region.code.startswith(self.region.code))
            and (self.sector_id is None or site.sector_id == self.sector_id)
            and (self.organization_id is None or site.organization_id == self.organization_id)
            and (self.site_id is None or site.pk == self.site_id)
        )
