"""Meetings about what is open at some places: when, who led, what was said; what was decided stands in the actions."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Organization, Region, Role, Sector, Site, User
from accounts.models.appointments import SEEING
from accounts.models.events import differences
from accounts.narrowing import PLACES, within
from common.lifecycle import Lifecycle, Move

HOLDERS = {Role.LEADER, Role.OFFICIAL, Role.SAFETY_MANAGER}


class MeetingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of which one sees every site that they were about: minutes of a district are not for one enterprise."""
        if user.sees_everywhere:
            return self.all()
        about, seen = sites_of_each(), Site.objects.where_role(user, SEEING).order_by().values("pk")
        return self.filter(Exists(about), ~Exists(about.exclude(pk__in=seen)))

    def standing(self):
        return self.exclude(status=Meeting.Status.VOID)

    def about(self, places):
        """Those of exactly these places, {name of a kind: its record or key}."""
        return self.filter(**{name: places.get(name) for name in PLACES})

    def for_list(self):
        return self.select_related("region", "sector", "organization", "site__organization", "led_by", "recorded_by")


def sites_of_each():
    """The sites that the meeting of the outer query is about."""
    sites = Site.objects.standing().annotate(sector_or_none=Coalesce("sector", 0))
    return sites.filter(
        region__code__startswith=Coalesce(OuterRef("region__code"), Value("")),
        sector_or_none=Coalesce(OuterRef("sector"), F("sector_or_none")),
        organization=Coalesce(OuterRef("organization"), F("organization")),
        pk=Coalesce(OuterRef("site"), F("pk")),
    ).order_by()


class Meeting(Lifecycle):
    """A meeting (调度会) about the sites within all of its places; without any it is about everything.

    Its sheet tells what happened after `since` and until `held_at`, and can be made again at any time.
    """

    class Status(models.TextChoices):
        HELD = "held", pgettext_lazy("of a meeting", "Held")
        VOID = "void", pgettext_lazy("of a meeting", "Void")

    MOVES = {"void": Move((Status.HELD,), Status.VOID, needs_note=True)}
    FACTS = ("held_at", "led_by", "attendees", "minutes")

    status = models.CharField(max_length=8, choices=Status, default=Status.HELD)
    region = models.ForeignKey(
        Region, models.PROTECT, null=True, related_name="meetings", verbose_name=gettext_lazy("region")
    )
    sector = models.ForeignKey(
        Sector, models.PROTECT, null=True, related_name="meetings", verbose_name=gettext_lazy("sector")
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, related_name="meetings", verbose_name=gettext_lazy("organization")
    )
    site = models.ForeignKey(
        Site, models.PROTECT, null=True, related_name="meetings", verbose_name=gettext_lazy("site")
    )
    since = models.DateTimeField()
    held_at = models.DateTimeField(pgettext_lazy("of a meeting", "held"))
    led_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=gettext_lazy("led by"))
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=gettext_lazy("written by"))
    recorded_at = models.DateTimeField()
    attendees = models.TextField(gettext_lazy("who was there"), blank=True)
    minutes = models.TextField(pgettext_lazy("of a meeting", "what was said"), blank=True)
    form_key = models.UUIDField(null=True, unique=True, editable=False)  # a form sent twice makes one record

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("meeting")
        verbose_name_plural = gettext_lazy("meetings")
        ordering = ["-held_at", "-pk"]
        indexes = [models.Index(fields=["-held_at", "-id"], name="meeting_by_day")]
        constraints = [models.CheckConstraint(condition=Q(since__lt=F("held_at")), name="meeting_since_before")]

    def __str__(self):
        return _("Meeting of %(day)s") % {"day": date_format(localtime(self.held_at), "DATE_FORMAT")}

    @property
    def in_a_sentence(self):
        return _("the meeting of %(day)s") % {"day": date_format(localtime(self.held_at), "DATE_FORMAT")}

    def get_absolute_url(self):
        return reverse("meetings:meeting", args=[self.pk])

    # questions

    @property
    def places(self):
        return [place for name in PLACES if (place := getattr(self, name)) is not None]

    @property
    def where(self):
        names = [getattr(place, "full_name", str(place)) for place in self.places]
        return " · ".join(names) or _("Everywhere")

    def may(self, user, verb):
        """Whoever leads or looks after every site that it is about; what is void is changed no more."""
        return user.is_active and self.status == self.Status.HELD and holds_at_all(user, self.places)

    # verbs

    @classmethod
    @transaction.atomic
    def hold(cls, *, by, now, places, since, held_at, **facts):
        """Record a meeting about `places`, {name of a kind: record}; it looks at what changed after `since`."""
        if not holds_at_all(by, places.values()):
            raise PermissionDenied
        meeting = cls(recorded_by=by, recorded_at=now, since=since, held_at=held_at, **places, **facts)
        meeting.refuse_bad_time(held_at, since, now)
        meeting.save(force_insert=True)
        meeting.record("held", by=by, now=now)
        return meeting

    @transaction.atomic
    def edit(self, *, by, now, **facts):
        if not self.may(by, "edit"):
            raise PermissionDenied
        before = type(self).objects.get(pk=self.pk)
        new, changes = differences(before, facts)
        if not new:
            return
        if "held_at" in new:
            self.refuse_bad_time(new["held_at"], self.since, now)
        self.change(sources=[self.Status.HELD], **new)
        self.record("edited", by=by, now=now, changes=changes)

    def void(self, *, by, now, note):
        """It should not be there; but what was decided in it was decided."""
        with transaction.atomic():
            event = self._move("void", by=by, now=now, note=note)
            if self.decisions.exists():
                raise ValidationError(_("Decisions were taken in this meeting: it stays. Correct its record instead."))
        return event

    def record(self, verb, *, by, now, note="", changes=None):
        return self.events.create(verb=verb, by=by, at=now, note=note, changes=changes or {})

    # the rules

    def refuse_bad_time(self, held_at, since, now):
        if held_at > now:
            raise ValidationError({"held_at": _("The time lies in the future.")})
        if held_at <= since:
            raise ValidationError({"held_at": _("The meeting before it was later than this.")})


def holds_at_all(user, places):
    """Whether `user` leads or looks after every site within `places`, and there is one."""
    sites = Site.objects.standing().filter(within("", places))
    own = Site.objects.where_role(user, HOLDERS).order_by().values("pk")
    return sites.exists() and not sites.exclude(pk__in=own).exists()


class MeetingEventQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(meeting__in=Meeting.objects.visible_to(user))


class MeetingEvent(models.Model):
    """What somebody did to the record of a meeting. Append-only, by a trigger."""

    class Verb(models.TextChoices):
        HELD = "held", pgettext_lazy("of a meeting", "Recorded")
        EDITED = "edited", gettext_lazy("Edited")
        VOID = "void", gettext_lazy("Declared void")
        MOVED = "moved", gettext_lazy("Its place was merged into another")

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="events")
    verb = models.CharField(max_length=8, choices=Verb)
    by = models.ForeignKey(User, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    changes = models.JSONField(default=dict)

    objects = MeetingEventQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.get_verb_display()

    def changed(self):
        """(label, before, after) of each fact that changed."""
        for name, (before, after) in self.changes.items():
            yield Meeting._meta.get_field(name).verbose_name, in_words(name, before), in_words(name, after)


def in_words(name, text):
    if name == "held_at":
        return date_format(localtime(models.DateTimeField().to_python(text)), "DATETIME_FORMAT")
    return text
