"""Where things happen: regions, sectors, organizations and their sites."""

from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from common.lifecycle import Versioned
from common.search import Searchable

from .. import credit_codes, divisions
from ..scope import places_of
from .keeping import KeptPlace
from .merging import MergedOrganization, MergedSite


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

    def known_to(self, user):
        """Administrators make regions, so they know them all."""
        return self if user.is_administrator else self.visible_to(user)

    def reached_by(self, user):
        """Those in which, or in a part of which, lies a place that this person knows."""
        within = Site.objects.known_to(user).order_by().filter(region__code__startswith=OuterRef("code"))
        return self if user.is_administrator else self.filter(Exists(within))

    def row_of(self, found):
        """A region that was chosen; one of China's divisions becomes a row the first time."""
        if not isinstance(found, divisions.Division):
            return found
        return self.get_or_create(code=found.code, defaults=divisions.facts(found.code))[0]


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

    @property
    def full_name(self):
        """With the names of the regions above it, where they are China's: 重庆市 · 渝中区."""
        return " · ".join([*divisions.names_above(self.code, self.name), str(self)])


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


class Place(KeptPlace, InTwoLanguages, Versioned):
    """What administrators make, change and merge. Nothing is deleted: a double points to what it was merged into."""

    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="merged",
        verbose_name=gettext_lazy("merged into"),
    )
    added_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, editable=False, related_name="+")
    form_key = models.UUIDField(null=True, unique=True, editable=False)  # a form sent twice makes one record

    class Meta:
        abstract = True


class PlaceQuerySet(Searchable):
    def standing(self):
        """Those that were not merged into another: all that is listed or chosen."""
        return self.filter(merged_into=None)

    def known_to(self, user):
        """Places of one's duty; for administrators, who make and merge them, all. It says nothing about incidents."""
        return self.standing() if user.is_administrator else self.visible_to(user)

    def named(self, text):
        """Those of which a name or an alias contains `text`."""
        alias = self.model._meta.get_field("aliases").related_model.objects.filter(name__icontains=text)
        called = alias.values(self.model._meta.model_name)
        return self.filter(Q(name__icontains=text) | Q(name_en__icontains=text) | Q(pk__in=called))

    def holding(self, word):
        """A place is known by its aliases too."""
        aliases = self.model._meta.get_field("aliases").related_model.objects.all()
        called = aliases.filter(aliases.holding(word)).exclude(**{self.model._meta.model_name: None})
        return super().holding(word) | Q(pk__in=called.values(self.model._meta.model_name))


class OrganizationQuerySet(PlaceQuerySet):
    def visible_to(self, user):
        own = [a.organization_id for a in user.current_appointments if a.organization_id]
        there = Site.objects.visible_to(user).values("organization")
        return self.standing().filter(Q(pk__in=own) | Q(pk__in=there))

    def without_sites(self):
        return self.exclude(pk__in=Site.objects.standing().order_by().values("organization"))


class Organization(MergedOrganization, Place):
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

    SEARCHED = ("name", "name_en", "registration_code")
    FILLED_FROM_DOUBLE = ("name_en", "registration_code", "country", "profile")

    kind = models.CharField(gettext_lazy("kind"), max_length=12, choices=Kind, default=Kind.ENTERPRISE)
    registration_code = models.CharField(gettext_lazy("unified social credit code"), max_length=30, blank=True)
    country = models.CharField(
        gettext_lazy("country of registration"),
        max_length=2,
        blank=True,
        help_text=gettext_lazy("Two letters, for example JP. Empty: China."),
    )
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
        constraints = [
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="organization_not_merged_into_itself")
        ]

    def get_absolute_url(self):
        return reverse("overview:organization", args=[self.pk])  # only the name: the page joins apps above this one

    def may(self, user, verb):
        return user.is_administrator

    def describe(self, profile, *, by, now):
        """The profile as the report of an incident words it; whoever may edit the report may."""
        if profile != self.profile:
            before = self.profile
            self.change(profile=profile)
            self.record("edited", by=by, now=now, changes={"profile": [before, profile]})

    def wrong_facts(self, changed):
        """{field: what is wrong with it}, of those that changed."""
        errors = {}
        if {"registration_code", "country"} & changed and self.registration_code and self.country in ("", "CN"):
            errors |= credit_codes.wrong(self.registration_code)
        if "name" in changed and (other := self.same_name()):
            errors["name"] = _("%(name)s is here already. Give its credit code if this is another one.") % {
                "name": other
            }
        return errors

    def same_name(self):
        """Another that is called the same and cannot be told apart by its credit code."""
        called = type(self).objects.standing().exclude(pk=self.pk)
        called = called.filter(Q(name=self.name) | Q(aliases__name=self.name)).distinct()
        if self.registration_code:
            called = called.filter(Q(registration_code="") | Q(registration_code=self.registration_code))
        return called.first()


class SiteQuerySet(PlaceQuerySet):
    def visible_to(self, user):
        return self.standing().filter(places_of(user.current_appointments))

    def where_role(self, user, roles):
        """The sites at which this person holds one of `roles` today."""
        return self.filter(places_of([a for a in user.current_appointments if a.role in roles]))

    def holding(self, word):
        """A site is known by its enterprise too."""
        organizations = Organization.objects.all()
        return super().holding(word) | Q(organization__in=organizations.filter(organizations.holding(word)))


class Site(MergedSite, Place):
    """A place of one organization where people work (场所); what happens there is dated in its time zone."""

    SEARCHED = ("name", "name_en", "address")
    FLAGS = ("small_scattered_remote", "crowded_place", "major_hazard_source")
    FILLED_FROM_DOUBLE = ("name_en", "sector", "address", "latitude", "longitude", *FLAGS)
    KEEPERS = ("safety_manager", "official")
    KEPT_BY_DUTY = ("address", "latitude", "longitude", *FLAGS)

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="sites", verbose_name=gettext_lazy("organization")
    )
    region = models.ForeignKey(Region, models.PROTECT, related_name="sites", verbose_name=gettext_lazy("region"))
    sector = models.ForeignKey(
        Sector, models.PROTECT, null=True, blank=True, related_name="sites", verbose_name=gettext_lazy("sector")
    )
    address = models.CharField(gettext_lazy("address"), max_length=200, blank=True)
    time_zone = models.CharField(gettext_lazy("time zone"), max_length=64, blank=True, validators=[validate_time_zone])
    latitude = models.DecimalField(
        gettext_lazy("latitude"),
        max_digits=8,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-90), MaxValueValidator(90)],
    )
    longitude = models.DecimalField(
        gettext_lazy("longitude"),
        max_digits=9,
        decimal_places=6,
        null=True,
        blank=True,
        validators=[MinValueValidator(-180), MaxValueValidator(180)],
    )
    small_scattered_remote = models.BooleanField(gettext_lazy("small, scattered or remote"), default=False)
    crowded_place = models.BooleanField(gettext_lazy("crowded place"), default=False)
    major_hazard_source = models.BooleanField(gettext_lazy("major hazard source"), default=False)

    objects = SiteQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("site")
        verbose_name_plural = gettext_lazy("sites")
        ordering = ["organization__name", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"], condition=Q(merged_into=None), name="site_name_once_per_organization"
            ),
            models.CheckConstraint(condition=~Q(merged_into=F("id")), name="site_not_merged_into_itself"),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | Q(latitude__isnull=False, longitude__isnull=False)
                & Q(latitude__gte=-90, latitude__lte=90, longitude__gte=-180, longitude__lte=180),
                name="site_coordinates_on_earth",
            ),
        ]

    def save(self, *args, **kwargs):
        if not self.time_zone:
            self.time_zone = self.region.time_zone
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("overview:site", args=[self.pk])  # only the name: the page joins apps above this one

    @property
    def full_name(self):
        """Enterprise and site, as places are named everywhere."""
        return _("%(organization)s · %(site)s") % {"organization": self.organization, "site": self}

    @property
    def flags(self):
        """The labels of what is special about this site."""
        return [self._meta.get_field(name).verbose_name for name in self.FLAGS if getattr(self, name)]

    def may(self, user, verb):
        """Administrators do everything; whoever keeps the site by duty corrects what decides nobody's rights."""
        if user.is_administrator:
            return True
        kept = [a for a in user.current_appointments if a.role in self.KEEPERS]
        return verb == "edit" and any(a.covers(self) for a in kept)

    def wrong_facts(self, changed):
        """{field: what is wrong with it}, of those that changed."""
        errors = {}
        if {"latitude", "longitude", "region"} & changed:
            errors |= self.wrong_coordinates()
        if "organization" in changed and not Organization.objects.standing().filter(pk=self.organization_id).exists():
            errors["organization"] = _("This organization was merged into another meanwhile. Choose that one.")
        elif {"name", "organization"} & changed:
            others = type(self).objects.standing().filter(organization=self.organization).exclude(pk=self.pk)
            if others.filter(Q(name=self.name) | Q(aliases__name=self.name)).exists():
                names = {"organization": self.organization, "name": self.name}
                errors["name"] = _("%(organization)s has a site that is or was called “%(name)s”.") % names
        return errors

    def wrong_coordinates(self):
        if (self.latitude is None) != (self.longitude is None):
            name = "latitude" if self.latitude is None else "longitude"
            return {name: _("Give latitude and longitude, or neither.")}
        if self.latitude is None or self.region.country != "CN":
            return {}
        if not (3 <= self.latitude <= 54 and 73 <= self.longitude <= 136):
            return {"latitude": _("These coordinates lie outside China. Latitude and longitude may be swapped.")}
        return {}
