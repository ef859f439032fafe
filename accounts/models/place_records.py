"""What belongs to an organization or a site: its other names, and what was done to its record."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from common.search import Searchable

from .events import in_words
from .places import Organization, Site

ONE_PLACE = Q(organization__isnull=False, site=None) | Q(organization=None, site__isnull=False)


class PartOfPlaceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Seen by whoever knows the place."""
        organizations, sites = Organization.objects.known_to(user), Site.objects.known_to(user)
        return self.filter(Q(organization__in=organizations) | Q(site__in=sites))


class PartOfPlace(models.Model):
    by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    objects = PartOfPlaceQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def place(self):
        return self.site or self.organization


class AliasQuerySet(PartOfPlaceQuerySet, Searchable):
    pass


class Alias(PartOfPlace):
    """Another name of a place: what a double was called, or what old files call it."""

    SEARCHED = ("name",)

    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="aliases")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="aliases")
    name = models.CharField(gettext_lazy("name"), max_length=120)

    objects = AliasQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("alias")
        verbose_name_plural = gettext_lazy("aliases")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=ONE_PLACE, name="alias_of_one_place"),
            models.UniqueConstraint(fields=["organization", "name"], name="alias_once_per_organization"),
            models.UniqueConstraint(fields=["site", "name"], name="alias_once_per_site"),
        ]
        indexes = [models.Index(fields=["name"], name="alias_name")]

    def __str__(self):
        return self.name


class PlaceEvent(PartOfPlace):
    """What somebody did to the record of a place. Append-only, by a trigger; it names no incident."""

    class Verb(models.TextChoices):
        ADDED = "added", gettext_lazy("Added")
        EDITED = "edited", gettext_lazy("Edited")
        ALIAS_ADDED = "alias_added", gettext_lazy("Alias added")
        ALIAS_REMOVED = "alias_removed", gettext_lazy("Alias removed")
        MERGED = "merged", gettext_lazy("Merged into another")
        TOOK_IN = "took_in", gettext_lazy("A double was merged into it")
        MOVED = "moved", gettext_lazy("Moved with its organization")

    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="events")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="events")
    verb = models.CharField(max_length=16, choices=Verb)
    subject = models.CharField(max_length=250, blank=True)  # the alias, or the other place, by name
    note = models.TextField(blank=True)
    changes = models.JSONField(default=dict)

    class Meta:
        verbose_name = gettext_lazy("event of a place")
        verbose_name_plural = gettext_lazy("events of places")
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(condition=ONE_PLACE, name="place_event_of_one_place")]

    def __str__(self):
        return self.get_verb_display()

    def changed(self):
        """(label, before, after) of each fact that changed, in words."""
        model = Site if self.site_id else Organization
        for name, (before, after) in self.changes.items():
            field = model._meta.get_field(name)
            yield field.verbose_name, in_words(field, before), in_words(field, after)
