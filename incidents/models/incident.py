"""What went wrong or could have: the incident, its photos and what people did to its record."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import MinValueValidator
from django.db import models, transaction
from django.db.models import Case, Q, When
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy, override, pgettext_lazy
from django.utils.translation import gettext as _

from accounts.models import Role, Site
from accounts.rights import may
from common.clock import local_day
from common.lifecycle import Lifecycle, Move
from common.numbers import next_number

from .. import gates
from ..rules import codes, grades
from ..rules.names import proposed_name
from .clocked import Clocked
from .closing import Closing
from .counted import Counted
from .in_words import InWords
from .queryset import AFTERWARDS, LIVING, IncidentQuerySet

KEEPERS = {Role.SAFETY_MANAGER, Role.OFFICIAL}
HURT = ("deaths", "serious_injuries", "acute_poisonings", "minor_injuries", "missing")
EARLIEST = date(1949, 10, 1)  # nobody enters older ones; a year like 0026 is a slip of the hand


def plain(value):
    """A value as an event keeps it: as text, or nothing for what is not known."""
    return None if value is None else str(value)


def count(label):
    return models.PositiveIntegerField(label, null=True, blank=True)


class Incident(InWords, Counted, Clocked, Closing, Lifecycle):
    """An occurrence that hurt people or could have (ISO 45001, 3.35: wider than accident).

    Days and times are local to the site. Counts are whole numbers; empty means that they are not known.
    """

    class Status(models.TextChoices):
        REPORTED = "reported", gettext_lazy("Reported")
        CLOSED = "closed", pgettext_lazy("of a case", "Closed")
        VOID = "void", gettext_lazy("Void")

    class Kind(models.TextChoices):
        ACCIDENT = "accident", gettext_lazy("Accident")
        NEAR_MISS = "near_miss", gettext_lazy("Near miss")
        DANGEROUS_OCCURRENCE = "dangerous_occurrence", gettext_lazy("Dangerous occurrence")
        ILL_HEALTH = "ill_health", gettext_lazy("Ill health")

    class Grade(models.TextChoices):
        GENERAL = "general", gettext_lazy("General")
        LARGER = "larger", gettext_lazy("Larger")
        MAJOR = "major", gettext_lazy("Major")
        ESPECIALLY_MAJOR = "especially_major", gettext_lazy("Especially major")

    class Severity(models.TextChoices):
        MINOR = "minor", gettext_lazy("Minor injury")
        SERIOUS = "serious", gettext_lazy("Serious injury")
        DEATH = "death", gettext_lazy("Death")
        DEATHS = "deaths", gettext_lazy("Several deaths")

    class Regime(models.TextChoices):
        """Decree 493, art. 45: special regimes prevail and are not graded by it."""

        GENERAL = "general", gettext_lazy("General work safety")
        COAL_MINE = "coal_mine", gettext_lazy("Coal mine")
        RAILWAY = "railway", gettext_lazy("Railway")
        AVIATION = "aviation", gettext_lazy("Civil aviation")
        WATER = "water", gettext_lazy("Water traffic")
        EQUIPMENT = "equipment", gettext_lazy("Special equipment")
        POWER = "power", gettext_lazy("Electric power")

    class AccidentKind(models.TextChoices):
        """Decree 493, art. 13 and 20: fire and road traffic have 7 days for changes of the casualties, others 30."""

        WORK = "work", gettext_lazy("work accident: 30 days")
        FIRE = "fire", gettext_lazy("fire: 7 days")
        ROAD_TRAFFIC = "road_traffic", gettext_lazy("road traffic: 7 days")

    SERIES = "I"
    TITLE = "name"
    SEARCHED = (
        "number",
        "name",
        "place",
        "description",
        "immediate_measures",
        "other_information",
        "source_key",
        "former_names",
    )
    MOVES = {
        "close": Move((Status.REPORTED,), Status.CLOSED),
        "override": Move((Status.REPORTED,), Status.CLOSED, needs_note=True),
        "reopen": Move((Status.CLOSED,), Status.REPORTED, needs_note=True),
        "void": Move((Status.REPORTED,), Status.VOID, needs_note=True),
    }
    RIGHTS = {
        "edit": KEEPERS | {"reported_by"},
        "close": KEEPERS,
        "override": {Role.LEADER},
        "reopen": KEEPERS | {Role.LEADER},
        "void": KEEPERS,
        "add_finding": KEEPERS,
        "add_action": KEEPERS | {Role.LEADER},  # who decides gives the work, too
        "add_photo": KEEPERS | {"reported_by"},
        "investigate": KEEPERS,
        "read_statements": KEEPERS,
        "add_casualty": KEEPERS,
        "count_missing": KEEPERS,
        "keep_clocks": KEEPERS,
        "file_report": KEEPERS,
        "find_failing": {Role.OFFICIAL, Role.LEADER},
        "see_fines": KEEPERS | {Role.LEADER},
        "decide_fine": {Role.OFFICIAL, Role.LEADER},
        "make_pack": KEEPERS | {Role.LEADER},
    }
    # What changes what the case was closed by: not while it is closed.
    SETTLED = {
        "edit",
        "void",
        "add_finding",
        "add_action",
        "add_photo",
        "investigate",
        "add_casualty",
        "count_missing",
        "close",
        "override",
    }
    # What being on the team that investigates adds, for whoever sees the incident.
    TEAM_RIGHTS = {"add_finding", "investigate", "read_statements"}
    TEAM_LEADER_RIGHTS = {"keep_clocks"}

    number = models.CharField(gettext_lazy("number"), max_length=20, unique=True, editable=False)
    status = models.CharField(gettext_lazy("state"), max_length=12, choices=Status, default=Status.REPORTED)
    kind = models.CharField(gettext_lazy("kind"), max_length=24, choices=Kind, default=Kind.ACCIDENT)
    regime = models.CharField(gettext_lazy("regime"), max_length=12, choices=Regime, default=Regime.GENERAL)
    accident_kind = models.CharField(
        gettext_lazy("window for changes of the casualties"), max_length=12, choices=AccidentKind, blank=True
    )
    name = models.CharField(gettext_lazy("name"), max_length=200)
    former_names = models.TextField(gettext_lazy("former names"), blank=True, editable=False)  # one on each line
    site = models.ForeignKey(Site, models.PROTECT, related_name="incidents", verbose_name=gettext_lazy("site"))
    place = models.CharField(gettext_lazy("exact place"), max_length=200, blank=True)
    occurred_on = models.DateField(gettext_lazy("day"))
    occurred_time = models.TimeField(gettext_lazy("time"), null=True, blank=True)
    known_at = models.DateTimeField(gettext_lazy("known to the head of the unit"), null=True, blank=True)
    reported_at = models.DateTimeField(gettext_lazy("logged"))
    form_key = models.UUIDField(null=True, unique=True, editable=False)  # a form sent twice makes one record
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=gettext_lazy("logged by"),
    )
    category = models.CharField(gettext_lazy("category"), max_length=12, blank=True)
    description = models.TextField(gettext_lazy("what happened"))
    immediate_measures = models.TextField(gettext_lazy("measures taken at once"), blank=True)
    other_information = models.TextField(gettext_lazy("anything else to report"), blank=True)
    direct_loss = models.DecimalField(
        gettext_lazy("direct economic loss"),
        max_digits=16,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(0)],
    )
    direct_loss_estimated = models.BooleanField(gettext_lazy("the loss is an estimate"), default=True)
    potential_severity = models.CharField(
        gettext_lazy("worst that could have happened"), max_length=8, choices=Severity, blank=True
    )

    deaths = count(gettext_lazy("deaths"))
    serious_injuries = count(gettext_lazy("serious injuries"))
    acute_poisonings = count(gettext_lazy("acute poisonings"))
    minor_injuries = count(gettext_lazy("minor injuries"))
    missing = count(gettext_lazy("missing"))
    at_risk = count(gettext_lazy("at risk"))
    victims = count(gettext_lazy("hurt or killed, not told apart"))

    # What became of those who were hurt and live (29 CFR 1904.7): rates of injuries count them.
    away = count(gettext_lazy("away from work for a day or more"))
    restricted = count(gettext_lazy("on restricted or other work"))
    treated = count(gettext_lazy("treated beyond first aid"))
    days_lost = count(gettext_lazy("workdays lost"))

    grade = models.CharField(gettext_lazy("grade"), max_length=16, choices=Grade, null=True, editable=False)
    severity = models.GeneratedField(  # the rank of the grade, to sort by
        expression=Case(*(When(grade=grade, then=rank) for rank, grade in enumerate(Grade.values))),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
        null=True,
    )
    grade_criterion = models.CharField(max_length=8, blank=True, editable=False)
    grade_pack = models.CharField(max_length=40, blank=True, editable=False)

    source = models.CharField(gettext_lazy("source"), max_length=80, blank=True, editable=False)
    source_key = models.CharField(max_length=80, blank=True, editable=False)
    completed = models.BooleanField(gettext_lazy("completed by a person"), default=True, editable=False)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("incident")
        verbose_name_plural = gettext_lazy("incidents")
        ordering = ["-occurred_on", "-pk"]
        indexes = [
            models.Index(fields=["site", "-occurred_on"], name="incident_site_day"),
            models.Index(fields=["-occurred_on", "-id"], include=["site", "reported_by"], name="incident_by_day"),
            models.Index(fields=["severity", "occurred_on", "id"], name="incident_severity"),
            models.Index(fields=["id"], condition=Q(status="void"), name="incident_void"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_key"], condition=~Q(source=""), name="incident_source_row_once"
            ),
            models.CheckConstraint(
                condition=Q(reported_by__isnull=False) | ~Q(source=""), name="incident_has_a_reporter_or_a_source"
            ),
            models.CheckConstraint(condition=Q(completed=True) | ~Q(source=""), name="incident_complete_or_imported"),
            models.CheckConstraint(
                condition=Q(direct_loss=None) | Q(direct_loss__gte=0), name="incident_loss_not_negative"
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.name}"

    # questions

    def may(self, user, verb):
        if may(user, verb, self):
            return True
        roles = ("leader",) if verb in self.TEAM_LEADER_RIGHTS else ()
        asked = verb in self.TEAM_RIGHTS | self.TEAM_LEADER_RIGHTS
        return asked and self.has_on_team(user, *roles) and not self.forbids(user, verb)

    @cached_property
    def team(self):
        """Who is on the team that investigates, read once for this copy of the incident."""
        return list(self.members.filter(taken_out_at=None).select_related("person"))

    def has_on_team(self, user, *roles):
        """Whether this person is on the team, in one of `roles` if any are named, and sees the incident anyway."""
        return (
            user.is_authenticated
            and user.is_active
            and any(member.person_id == user.pk and (not roles or member.role in roles) for member in self.team)
            and self.is_visible_to(user)
        )

    def forbids(self, user, verb):
        if self.status == self.Status.CLOSED:
            return verb in self.SETTLED
        return self.status == self.Status.VOID and verb not in ("void", "read_statements", "make_pack")

    def get_absolute_url(self):
        return reverse("overview:incident", args=[self.pk])  # only the name: the page joins apps above this one

    def is_visible_to(self, user):
        """As `visible_to`, for a record that is here with its site."""
        return self.reported_by_id == user.pk or user.sees(self.site)

    def missing_facts(self, has_photos=None):
        """What a full report needs and this one does not yet have (Decree 493, art. 12), as labels."""
        answers = [
            (_("time"), self.occurred_time is not None),
            (_("exact place"), self.place),
            (_("category"), self.category),
            (_("casualties"), self.deaths is not None and self.serious_injuries is not None),
            (_("direct economic loss"), self.direct_loss is not None),
            (_("measures taken at once"), self.immediate_measures),
            (_("when the head of the unit was told"), self.known_at is not None),
            (_("profile of the unit"), self.site.organization.profile),
            (_("photos"), len(self.photos.all()) if has_photos is None else has_photos),
        ]
        return [label for label, answer in answers if not answer]

    @property
    def is_grave(self):
        """Graded larger or above, or somebody died, was hurt badly or poisoned."""
        grades = (self.Grade.LARGER, self.Grade.MAJOR, self.Grade.ESPECIALLY_MAJOR)
        return self.grade in grades or bool(self.deaths or self.serious_injuries or self.acute_poisonings)

    def living(self):
        """How many were hurt and did not die; None where nothing is known."""
        known = [count for name in LIVING if (count := getattr(self, name)) is not None]
        return sum(known) if known else None

    # verbs

    @classmethod
    @transaction.atomic
    def log(cls, *, by, now, photos=(), **facts):
        """Record a new incident. `photos` are results of `common.attachments.accept`."""
        incident = cls(reported_by=by, reported_at=now, **facts)
        incident.refuse_bad_facts(now)
        incident.refuse_bad_afterwards()
        incident.number = next_number(cls.SERIES, local_day(now, settings.TIME_ZONE).year)
        incident.grade_now()
        incident.name = incident.name or proposed_name(incident)
        incident.save(force_insert=True)
        event = incident.record("logged", by=by, now=now)
        incident.remake_obligations(event, now)
        for photo in photos:
            incident.photos.create(uploaded_by=by, uploaded_at=now, **photo)
        return incident

    @transaction.atomic
    def edit(self, *, by, now, unit_profile=None, correction="", **facts):
        """Change facts; the event keeps what each was and is. An imported record counts as completed from here on.

        `unit_profile` is a fact of the organization. `correction` says why a total was wrong, once the window is over
        in which a change of the casualties counts.
        """
        if not self.may(by, "edit"):
            raise PermissionDenied
        before = type(self).objects.select_related("site__organization", "site__region").get(pk=self.pk)
        changes = {}
        if unit_profile is not None:
            changes["unit_profile"] = [before.site.organization.profile, unit_profile]
        for name, value in facts.items():
            setattr(self, name, value)
        if any(getattr(before, name) != getattr(self, name) for name in (*AFTERWARDS, *LIVING)):
            self.refuse_bad_afterwards()
        self.refuse_late_counts(before, now, correction)
        self.keep(facts, "edited", by=by, now=now, note=correction, more=changes, completed=True)
        if unit_profile is not None:
            before.site.organization.describe(unit_profile, by=by, now=now)

    def keep(self, facts, verb, *, by, now, note="", casualty=None, more=None, **always):
        """Write facts, with grade and name anew, and the event of `verb`; an edit that changes nothing leaves none.

        A name that nobody has worded by hand follows the facts; searches find the names that it had before.
        """
        before = type(self).objects.select_related("site__organization", "site__region").get(pk=self.pk)
        for name, value in facts.items():
            setattr(self, name, value)
        self.refuse_bad_facts(now)
        self.refuse_contradictory_times()
        self.grade_now()
        language = before.language_of_proposed_name()
        if not self.name or (language and self.name == before.name):
            with override(language or get_language()):
                facts["name"] = proposed_name(self)
        graded = {name: getattr(self, name) for name in ("grade", "grade_criterion", "grade_pack")}
        changes = {name: (getattr(before, name), value) for name, value in facts.items()}
        if facts.get("name", before.name) != before.name:
            names = dict.fromkeys([*before.former_names.splitlines(), before.name])
            always["former_names"] = "\n".join(name for name in names if name != facts["name"])
        changes["grade"] = (before.grade, self.grade)
        changes |= more or {}
        self.change(sources=[self.Status.REPORTED], **facts, **graded, **always)
        changes = {name: [plain(old), plain(new)] for name, (old, new) in changes.items() if old != new}
        if changes or verb != "edited" or not before.completed:
            event = self.record(verb, by=by, now=now, note=note, changes=changes, casualty=casualty)
            self.remake_obligations(event, now)

    @transaction.atomic
    def add_photos(self, photos, *, by, now):
        if not self.may(by, "add_photo"):
            raise PermissionDenied
        self.hold_open()
        for photo in photos:
            self.photos.create(uploaded_by=by, uploaded_at=now, **photo)
        if photos:
            self.record("added_photos", by=by, now=now, note=", ".join(photo["name"] for photo in photos))

    def void(self, *, by, now, note):
        """Take back a record that should not be there, with the reason; nothing is deleted."""
        with transaction.atomic():
            event = self._move("void", by=by, now=now, note=note)
            gates.refuse_if_something_hangs_on(self)
            self.remake_obligations(event, now)
        return event

    # private

    def refuse_bad_facts(self, now):
        zone = ZoneInfo(self.site.time_zone)
        today = now.astimezone(zone)
        errors = {}
        if self.occurred_on > today.date():
            errors["occurred_on"] = _("The day lies in the future.")
        elif self.occurred_on < EARLIEST:
            errors["occurred_on"] = _("The day lies before 1949.")
        elif self.occurred_time and datetime.combine(self.occurred_on, self.occurred_time, zone) > now:
            errors["occurred_time"] = _("The time lies in the future.")
        if self.category and self.category not in codes.categories_on(self.occurred_on):
            errors["category"] = _("On this day the categories of %(standard)s hold: choose one of them.") % {
                "standard": codes.category_table_on(self.occurred_on)
            }
        if self.at_risk is not None and (self.missing or 0) > self.at_risk:
            errors["missing"] = _("More people are missing than were at risk.")
        if self.kind == self.Kind.NEAR_MISS and any(getattr(self, name) for name in HURT):
            errors["kind"] = _("Somebody was hurt, so this is not a near miss.")
        if self.known_at:
            earliest = datetime.combine(self.occurred_on, self.occurred_time or time.min, zone)
            if self.known_at > now:
                errors["known_at"] = _("The time lies in the future.")
            elif self.known_at < earliest.astimezone(UTC):
                errors["known_at"] = _("This is before the incident happened.")
        if errors:
            raise ValidationError(errors)

    def refuse_bad_afterwards(self):
        """Whoever says what became of people says it of no more than were hurt."""
        told = {name: count for name in AFTERWARDS if (count := getattr(self, name))}
        hurt = self.living()
        if hurt is not None and sum(told.values()) > hurt:
            text = _("More people than were hurt. Count each once, in the first place that fits.")
            raise ValidationError({next(iter(told)): text})

    def fresh_grading(self, **instead):
        if self.kind != self.Kind.ACCIDENT:
            return None
        facts = {
            name: getattr(self, name)
            for name in ("regime", "deaths", "serious_injuries", "acute_poisonings", "minor_injuries", "direct_loss")
        }
        return grades.grade(jurisdiction=self.site.region.jurisdiction, day=self.occurred_on, **facts | instead)

    def grade_now(self):
        """Set the grade from the facts; written by the verb that changed a fact, in the same statement."""
        grading = self.fresh_grading()
        self.grade = grading and grading.grade
        self.grade_criterion = grading.criterion if grading else ""
        self.grade_pack = f"{grading.pack} {grading.version}" if grading else ""

    def language_of_proposed_name(self):
        """The language in which the name is still the proposed one, or None where somebody has worded it."""
        for language, _name in settings.LANGUAGES:
            with override(language):
                if self.name == proposed_name(self):
                    return language
        return None

    def record(self, verb, *, by, now, note="", changes=None, **about):
        """`about` is the finding or the casualty that it is about."""
        return self.events.create(verb=verb, by=by, at=now, note=note, changes=changes or {}, **about)
