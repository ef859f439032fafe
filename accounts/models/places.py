"""Where things happen: regions, sectors, organizations and their sites."""

from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from ..scope import places_of


def validate_time_zone(name):
    if name not in available_timezones():
        raise ValidationError(_("“%(name)s” is not a time zone, for example Asia/Shanghai."), params={"name": name})


class InTwoLanguages(models.Model):
    """Something whose name is known in Chinese or another language and, where it has one, in English."""

    name = models.CharField(gettext_lazy("name"), max_length=120)
    name_en = models.CharField(gettext_lazy("English name"), max_length=120, blank=True)

    class Meta:
        abstract = True

    def __str__(self):
        chinese = (get_language() or "").startswith("zh")
        return self.name if chinese or not self.name_en else self.name_en


class RegionQuerySet(models.QuerySet):
    def within(self, code):
        return self.filter(code__startswith=code)

    def visible_to(self, user):
        return self.filter(pk__in=Site.objects.visible_to(user).values("region"))


class Region(InTwoLanguages):
    """An administrative division. The code is the tree: 500101 lies in 5001, which lies in 50 (GB/T 2260)."""

    code = models.CharField(
        gettext_lazy("code"), max_length=12, unique=True, validators=[RegexValidator(r"^[0-9A-Z.-]+$")]
    )
    jurisdiction = models.CharField(
        gettext_lazy("jurisdiction"),
        max_length=12,
        blank=True,
        help_text=gettext_lazy("The rule pack in force here, for example CN. Empty: incidents are not graded."),
    )
    country = models.CharField(gettext_lazy("country"), max_length=2, blank=True)
    time_zone = models.CharField(
        gettext_lazy("time zone"), max_length=64, default="Asia/Shanghai", validators=[validate_time_zone]
    )

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("region")
        verbose_name_plural = gettext_lazy("regions")
        ordering = ["code"]
        indexes = [models.Index(fields=["code"], name="region_code_prefix", opclasses=["varchar_pattern_ops"])]


class SectorQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Sectors are a public list, the same for everybody who signs in."""
        return self


class Sector(InTwoLanguages):
    """A branch of industry with a department in charge of it (行业)."""

    code = models.SlugField(gettext_lazy("code"), unique=True)
    position = models.PositiveSmallIntegerField(default=100)

    objects = SectorQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("sector")
        verbose_name_plural = gettext_lazy("sectors")
        ordering = ["position", "code"]


class OrganizationQuerySet(models.QuerySet):
    def visible_to(self, user):
        own = [a.organization_id for a in user.current_appointments if a.organization_id]
        return self.filter(Q(pk__in=own) | Q(pk__in=Site.objects.visible_to(user).values("organization")))


class Organization(InTwoLanguages):
    """An authority, an enterprise, a contractor or an agency (单位)."""

    class Kind(models.TextChoices):
        AUTHORITY = "authority", gettext_lazy("Authority")
        ENTERPRISE = "enterprise", gettext_lazy("Enterprise")
        CONTRACTOR = "contractor", gettext_lazy("Contractor")
        AGENCY = "agency", gettext_lazy("Agency")

    class Week(models.TextChoices):
        """On which days of the week people work there."""

        OFFICIAL = "", gettext_lazy("as offices do")
        SATURDAYS = "saturdays", gettext_lazy("on Saturdays, too")
        EVERY_DAY = "every_day", gettext_lazy("every day")

    kind = models.CharField(gettext_lazy("kind"), max_length=12, choices=Kind, default=Kind.ENTERPRISE)
    registration_code = models.CharField(gettext_lazy("unified social credit code"), max_length=30, blank=True)
    profile = models.TextField(
        gettext_lazy("profile"),
        blank=True,
        help_text=gettext_lazy("What it does, how many people work there, who is in charge."),
    )
    week = models.CharField(
        gettext_lazy("working week"), max_length=10, choices=Week, blank=True, default=Week.OFFICIAL
    )

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("organization")
        verbose_name_plural = gettext_lazy("organizations")
        ordering = ["name"]


class SiteQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(places_of(user.current_appointments))

    def where_role(self, user, roles):
        """The sites at which this person holds one of `roles` today."""
        return self.filter(places_of([a for a in user.current_appointments if a.role in roles]))


class Site(InTwoLanguages):
    """A place of one organization where people work (场所); what happens there is dated in its time zone."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="sites", verbose_name=gettext_lazy("organization")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="sites", verbose_name=gettext_lazy("region"))
    sector = models.ForeignKey(
        Sector, models.PROTECT, null=True, blank=True, related_name="sites", verbose_name=gettext_lazy("sector")
    )
    address = models.CharField(gettext_lazy("address"), max_length=200, blank=True)
    time_zone = models.CharField(gettext_lazy("time zone"), max_length=64, blank=True, validators=[validate_time_zone])
    latitude = models.DecimalField(gettext_lazy("latitude"), max_digits=8, decimal_places=6, null=True, blank=True)
    longitude = models.DecimalField(gettext_lazy("longitude"), max_digits=9, decimal_places=6, null=True, blank=True)
    small_scattered_remote = models.BooleanField(gettext_lazy("small, scattered or remote"), default=False)
    crowded_place = models.BooleanField(gettext_lazy("crowded place"), default=False)
    major_hazard_source = models.BooleanField(gettext_lazy("major hazard source"), default=False)

    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("site")
        verbose_name_plural = gettext_lazy("sites")
        ordering = ["organization__name", "name"]
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="site_name_once_per_organization")]

    def save(self, *args, **kwargs):
        if not self.time_zone:
            self.time_zone = self.region.time_zone
        super().save(*args, **kwargs)

    @property
    def full_name(self):
        """Enterprise and site, as places are named everywhere."""
        return _("%(organization)s · %(site)s") % {"organization": self.organization, "site": self}
