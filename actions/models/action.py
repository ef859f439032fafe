"""Who removes which cause, by when."""

from django.db import models
from django.db.models import Case, F, Q, When
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy

from accounts.models import Site, User
from common.clock import local_day
from common.lifecycle import Lifecycle, Move
from incidents.models import Finding, Incident
from outbox import notices

from .assigning import Assigning
from .effect import Checking
from .expiring import Expiring
from .explaining import Explaining, WhyLate
from .extending import Extending
from .queryset import ActionQuerySet
from .recurring import Recurring
from .reminding import Reminding
from .rights import Rights
from .verifying import Verifying

SEEN_BY = ["site", "owner", "verifier"]


class Action(Rights, Assigning, Verifying, Checking, Extending, Explaining, Reminding, Expiring, Recurring, Lifecycle):
    """A corrective action (ISO 45001, 3.36): one owner, one verifier, one deadline.

    `deadline` is a local day; `due_at` the first instant after it in the site's time zone. *Late* is a question,
    never a status. Closing follows verification: at once for containment, after the effectiveness check for the others.
    """

    class Status(models.TextChoices):
        ASSIGNED = "assigned", gettext_lazy("To be done")
        SUBMITTED = "submitted", gettext_lazy("To be verified")
        VERIFIED = "verified", gettext_lazy("Verified")
        CLOSED = "closed", gettext_lazy("Closed")
        VOID = "void", gettext_lazy("Void")

    class Kind(models.TextChoices):
        CONTAINMENT = "containment", gettext_lazy("Containment: stop the danger now")
        CORRECTIVE = "corrective", gettext_lazy("Corrective: remove the cause")
        PREVENTIVE = "preventive", gettext_lazy("Preventive: keep it from happening elsewhere")

    class Strength(models.TextChoices):
        """The hierarchy of controls (ISO 45001, 8.1.2), strongest first."""

        ELIMINATION = "elimination", gettext_lazy("Elimination")
        SUBSTITUTION = "substitution", gettext_lazy("Substitution")
        ENGINEERING = "engineering", gettext_lazy("Engineering control")
        ADMINISTRATIVE = "administrative", gettext_lazy("Rules, training, signs")
        PROTECTION = "protection", gettext_lazy("Personal protective equipment")

    class Priority(models.TextChoices):
        ORDINARY = "ordinary", gettext_lazy("Ordinary")
        CRITICAL = "critical", gettext_lazy("Critical")

    WhyLate = WhyLate

    SERIES = "A"
    TITLE = "title"
    SEARCHED = ("number", "title", "criterion", "method", "source_key")
    MOVES = {
        "complete": Move((Status.ASSIGNED,), Status.ASSIGNED),
        "submit": Move((Status.ASSIGNED,), Status.SUBMITTED, needs_note=True),
        "send_back": Move((Status.SUBMITTED,), Status.ASSIGNED, needs_note=True),
        "verify": Move((Status.SUBMITTED,), Status.VERIFIED),
        "close": Move((Status.VERIFIED,), Status.CLOSED),
        "reopen": Move((Status.VERIFIED, Status.CLOSED), Status.ASSIGNED, needs_note=True),
        "renew": Move((Status.ASSIGNED, Status.SUBMITTED, Status.CLOSED), None, needs_note=True),
        "replace": Move((Status.ASSIGNED, Status.SUBMITTED, Status.CLOSED), None),
        "hand_over": Move((Status.ASSIGNED, Status.SUBMITTED), None, needs_note=True),
        "pass_verification": Move((Status.ASSIGNED, Status.SUBMITTED), None, needs_note=True),
        "pass_check": Move((Status.VERIFIED,), None, needs_note=True),
        "ask_extension": Move((Status.ASSIGNED,), Status.ASSIGNED, needs_note=True),
        "grant_extension": Move((Status.ASSIGNED,), Status.ASSIGNED),
        "extend": Move((Status.ASSIGNED,), Status.ASSIGNED, needs_note=True),
        "refuse_extension": Move((Status.ASSIGNED,), Status.ASSIGNED, needs_note=True),
        "explain": Move((Status.ASSIGNED,), None, needs_note=True),
        "remind": Move((Status.ASSIGNED, Status.SUBMITTED), None, needs_note=True),
        "void": Move((Status.ASSIGNED, Status.SUBMITTED), Status.VOID, needs_note=True),
    }
    ANEW = {  # what is to be shown and seen once more when it is taken up again
        "verified_by": None,
        "verified_at": None,
        "closed_at": None,
        "submitted_at": None,
        "submitted_late": False,
        "checker": None,
        "check_by": None,
    }
    STRONG = (Strength.ELIMINATION, Strength.SUBSTITUTION, Strength.ENGINEERING)
    WEAK = (Strength.ADMINISTRATIVE, Strength.PROTECTION)
    EDITABLE = (Status.ASSIGNED, Status.SUBMITTED)
    NEEDING = {  # in which states somebody still has something to do with it
        "owner": (Status.ASSIGNED, Status.SUBMITTED),
        "verifier": (Status.ASSIGNED, Status.SUBMITTED),
        "checker": (Status.VERIFIED,),
    }

    number = models.CharField(gettext_lazy("number"), max_length=20, unique=True, editable=False)
    status = models.CharField(gettext_lazy("state"), max_length=12, choices=Status, default=Status.ASSIGNED)
    stage = models.GeneratedField(  # the state's place in the life of an action, to sort by
        expression=Case(*(When(status=status, then=place) for place, status in enumerate(Status.values))),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )
    finding = models.ForeignKey(
        Finding,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="actions",
        verbose_name=gettext_lazy("removes the cause"),
    )
    incident = models.ForeignKey(
        Incident,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="direct_actions",
        verbose_name=gettext_lazy("incident"),
    )
    site = models.ForeignKey(Site, models.PROTECT, related_name="actions", verbose_name=gettext_lazy("site"))
    title = models.CharField(gettext_lazy("what is to be done"), max_length=200)
    criterion = models.TextField(gettext_lazy("done when"))
    method = models.TextField(gettext_lazy("how"), blank=True)
    kind = models.CharField(gettext_lazy("kind"), max_length=12, choices=Kind, default=Kind.CORRECTIVE)
    strength = models.CharField(gettext_lazy("strength"), max_length=16, choices=Strength, blank=True)
    priority = models.CharField(gettext_lazy("priority"), max_length=12, choices=Priority, default=Priority.ORDINARY)
    owner = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="owned_actions", verbose_name=gettext_lazy("owner")
    )
    verifier = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="verified_actions", verbose_name=gettext_lazy("verifier")
    )
    original_deadline = models.DateField(gettext_lazy("first deadline"), null=True, editable=False)
    deadline = models.DateField(gettext_lazy("deadline"), null=True)
    due_at = models.DateTimeField(null=True, editable=False)
    round = models.PositiveSmallIntegerField(default=1, editable=False)
    assigned_by = models.ForeignKey(
        User, models.PROTECT, null=True, related_name="+", verbose_name=gettext_lazy("assigned by")
    )
    assigned_at = models.DateTimeField(gettext_lazy("assigned"))
    owner_told_at = models.DateTimeField(null=True, editable=False)
    late_reason = models.CharField(
        gettext_lazy("why it is late"), max_length=12, choices=WhyLate, blank=True, editable=False
    )
    late_note = models.TextField(blank=True, editable=False)
    explained_at = models.DateTimeField(null=True, editable=False)
    submitted_at = models.DateTimeField(gettext_lazy("submitted"), null=True, editable=False)
    submitted_late = models.BooleanField(default=False, editable=False)
    verify_by = models.DateField(gettext_lazy("to be verified by"), null=True, editable=False)
    verified_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", editable=False)
    verified_at = models.DateTimeField(gettext_lazy("verified"), null=True, editable=False)
    effect_criterion = models.TextField(gettext_lazy("it holds when"), blank=True)
    checker = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="checked_actions",
        verbose_name=gettext_lazy("checks whether it holds"),
    )
    check_by = models.DateField(gettext_lazy("effectiveness check by"), null=True, editable=False)
    expires_on = models.DateField(gettext_lazy("holds until"), null=True, editable=False)
    replaced_by = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="replaces",
        verbose_name=gettext_lazy("replaced by"),
    )
    closed_at = models.DateTimeField(gettext_lazy("closed"), null=True, editable=False)
    source = models.CharField(gettext_lazy("source"), max_length=80, blank=True, editable=False)
    source_key = models.CharField(max_length=80, blank=True, editable=False)
    completed = models.BooleanField(default=True, editable=False)
    form_key = models.UUIDField(null=True, unique=True, editable=False)  # a form sent twice makes one record

    objects = ActionQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("action")
        verbose_name_plural = gettext_lazy("actions")
        ordering = ["deadline", "pk"]
        indexes = [
            # What visible_to asks of each row is in the index: for a page of a list the table need not be read.
            models.Index(fields=["stage", "deadline", "id"], include=SEEN_BY, name="action_by_stage"),
            models.Index(fields=["deadline", "id"], include=SEEN_BY, name="action_by_deadline"),
            models.Index(
                fields=["due_at", "id"],
                include=[*SEEN_BY, "deadline", "priority", "late_reason", "explained_at"],
                condition=Q(status="assigned"),
                name="action_outstanding",
            ),
            # Whether deadlines were kept, and with how strong measures: of a year, without reading the table.
            models.Index(
                fields=["original_deadline", "id"],
                include=[*SEEN_BY, "status", "deadline", "submitted_at", "strength"],
                condition=~Q(status="void"),
                name="action_by_first_deadline",
            ),
            models.Index(fields=["finding"], condition=~Q(status="void"), name="action_standing_of_cause"),
            models.Index(fields=["site", "owner"], name="action_site_owner"),
            models.Index(fields=["site", "verifier"], name="action_site_verifier"),
            models.Index(fields=["site"], condition=Q(status="submitted"), name="action_submitted_site"),
            # Who still has to do something, and where: a few of ten years' actions.
            models.Index(
                fields=["site", "id"],
                include=["status", "completed", "owner", "verifier", "checker", "assigned_by"],
                condition=Q(status__in=["assigned", "submitted", "verified"]),
                name="action_unfinished",
            ),
            models.Index(
                fields=["expires_on", "id"],
                condition=Q(expires_on__isnull=False, replaced_by=None),
                name="action_running_out",
            ),
            models.Index(fields=["closed_at", "site"], condition=Q(status="closed"), name="action_closed_at"),
            models.Index(fields=["check_by", "id"], condition=Q(status="verified"), name="action_to_check"),
            models.Index(fields=["id"], condition=Q(completed=False), name="action_incomplete"),
            models.Index(fields=["site", "deadline"], name="action_site_deadline"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["source", "source_key"], condition=~Q(source=""), name="action_source_row_once"
            ),
            models.CheckConstraint(condition=~Q(owner=F("verifier")), name="action_owner_is_not_verifier"),
            models.CheckConstraint(
                condition=Q(verified_by=None) | ~Q(verified_by=F("owner")), name="action_not_verified_by_its_owner"
            ),
            models.CheckConstraint(
                condition=Q(completed=False) & ~Q(source="")
                | Q(
                    completed=True,
                    owner__isnull=False,
                    verifier__isnull=False,
                    deadline__isnull=False,
                    original_deadline__isnull=False,
                    due_at__isnull=False,
                    assigned_by__isnull=False,
                ),
                name="action_complete_or_imported",
            ),
            models.CheckConstraint(
                condition=Q(finding__isnull=False, incident=None)
                | Q(finding=None, incident__isnull=False)
                | ~Q(source="") & Q(finding=None, incident=None),  # a row of a register is an origin, too
                name="action_has_one_origin",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["verified", "closed"])
                | Q(verified_by__isnull=False, verified_at__isnull=False)
                | ~Q(source=""),
                name="action_verified_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status="verified", kind__in=["corrective", "preventive"])
                | Q(checker__isnull=False, check_by__isnull=False) & ~Q(effect_criterion="")
                | ~Q(source=""),
                name="action_verified_is_checked",
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None, replaced_by=None) | Q(kind="containment"),
                name="action_only_containment_runs_out",
            ),
            models.CheckConstraint(
                condition=Q(checker=None) | ~Q(checker=F("owner")), name="action_not_checked_by_its_owner"
            ),
            models.CheckConstraint(
                condition=~Q(status="closed") | Q(closed_at__isnull=False) | ~Q(source=""),
                name="action_closed_sometime",
            ),
            models.CheckConstraint(
                condition=Q(explained_at=None, late_reason="", late_note="")
                | Q(explained_at__isnull=False) & ~Q(late_reason="") & ~Q(late_note=""),
                name="action_explained_in_words",
            ),
        ]

    def __str__(self):
        return f"{self.number} {self.title}"

    def get_absolute_url(self):
        return reverse("actions:detail", args=[self.pk])

    @property
    def origin_incident(self):
        return self.finding.incident if self.finding_id else self.incident

    @property
    def has_moved_deadline(self):
        return self.original_deadline is not None and self.original_deadline != self.deadline

    @property
    def open_extension(self):
        return next((extension for extension in self.extensions.all() if extension.granted is None), None)

    def is_late(self, now):
        return self.status == self.Status.ASSIGNED and self.due_at is not None and self.due_at <= now

    def days_left(self, now):
        """Local days until the deadline: 0 on the day itself, negative when late, None without a deadline."""
        if self.deadline is None or self.status != self.Status.ASSIGNED:
            return None
        return (self.deadline - local_day(now, self.site.time_zone)).days

    @cached_property
    def people_gone(self):
        """Those of owner and verifier who are still needed and have no duty at the site beyond today, by their part;
        asked once for this copy."""
        needed = {part: getattr(self, part) for part, states in self.NEEDING.items() if self.status in states}
        if not self.completed or not needed:
            return {}
        staying = set(User.objects.staying(self.site).filter(pk__in=[p.pk for p in needed.values()]))
        return {part: person for part, person in needed.items() if person not in staying}

    def is_visible_to(self, user):
        """As `visible_to`, for a record that is here with its site."""
        return user.pk in (self.owner_id, self.verifier_id) or user.sees(self.site)

    def after_move(self, event):
        if event.verb in ("explain", "remind", "renew", "replace"):
            return  # the work is as late as before: what was to be said about it is said
        notices.withdraw("action", self, now=event.at)  # what was not yet said need not be

    def record(self, verb, *, by, now, note="", changes=None):
        event = self.events.create(
            verb=verb,
            by=by,
            at=now,
            note=note,
            changes=changes or {},
            status=self.status,
            owner=self.owner,
            verifier=self.verifier,
            checker=self.checker,
            deadline=self.deadline,
            round=self.round,
        )
        self._prefetched_objects_cache = {}
        return event
