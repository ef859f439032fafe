"""Why it happened: causes, as a tree of whys."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import FilteredRelation, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Role
from accounts.rights import may
from accounts.scope import seen_with
from common.attachments import Attachment
from common.lifecycle import Lifecycle, Move
from common.search import Searchable

from .. import gates
from ..blame import blaming
from ..rules import codes
from .incident import KEEPERS, Incident, plain


class FindingQuerySet(Searchable):
    def visible_to(self, user):
        if user.sees_everywhere:
            return self.all()
        return self.filter(incident__in=Incident.objects.visible_to(user))

    def standing(self):
        return self.exclude(status=Finding.Status.WITHDRAWN)

    def not_waived(self):
        """Those of which nobody has approved a reason for no action."""
        return self.exclude(waivers__status="approved")

    def with_waiver(self):
        """With `waiver`, the reason for no action that is proposed or approved, if there is one."""
        standing = FilteredRelation("waivers", condition=Q(waivers__status__in=["proposed", "approved"]))
        return self.annotate(waiver=standing).select_related("waiver__proposed_by", "waiver__decided_by")


class Finding(Lifecycle):
    """A cause of an incident. Only causes are findings; `parent` is the cause that this one explains."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", gettext_lazy("To be confirmed")
        CONFIRMED = "confirmed", gettext_lazy("Confirmed")
        WITHDRAWN = "withdrawn", gettext_lazy("Withdrawn")

    class Level(models.TextChoices):
        DIRECT = "direct", gettext_lazy("Direct cause")
        CONTRIBUTING = "contributing", gettext_lazy("Contributing cause")
        ROOT = "root", gettext_lazy("Root cause")

    SEARCHED = ("statement", "evidence")
    MOVES = {
        "confirm": Move((Status.PROPOSED,), Status.CONFIRMED),
        "withdraw": Move((Status.PROPOSED, Status.CONFIRMED), Status.WITHDRAWN, needs_note=True),
    }
    RIGHTS = {"edit": KEEPERS | {"author"}, "confirm": KEEPERS, "withdraw": KEEPERS}
    RIGHTS |= {"add_action": KEEPERS | {Role.LEADER}, "waive": KEEPERS}
    # What being on the team that investigates adds, for whoever sees the incident: verb → as what, () for any.
    TEAM_RIGHTS = {"edit": (), "confirm": ("leader",), "withdraw": ("leader",), "waive": ()}

    incident = models.ForeignKey(
        Incident, models.PROTECT, related_name="findings", verbose_name=gettext_lazy("incident")
    )
    status = models.CharField(gettext_lazy("state"), max_length=12, choices=Status, default=Status.PROPOSED)
    level = models.CharField(gettext_lazy("level"), max_length=12, choices=Level)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=gettext_lazy("explains"),
    )
    statement = models.TextField(gettext_lazy("cause"))
    factor = models.CharField(gettext_lazy("factor"), max_length=8, blank=True)
    evidence = models.TextField(gettext_lazy("how we know"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=gettext_lazy("author")
    )
    created_at = models.DateTimeField()
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    form_key = models.UUIDField(null=True, unique=True, editable=False)  # a form sent twice makes one record

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("finding")
        verbose_name_plural = gettext_lazy("findings")
        ordering = ["pk"]
        indexes = [
            models.Index(
                fields=["id"], include=["incident"], condition=~Q(status="withdrawn"), name="finding_standing"
            ),
            models.Index(fields=["created_at", "id"], name="finding_by_age"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | ~Q(confirmed_by=models.F("author")),
                name="finding_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=~Q(status="confirmed") | Q(confirmed_by__isnull=False, confirmed_at__isnull=False),
                name="finding_confirmed_by_somebody",
            ),
            models.CheckConstraint(condition=~Q(parent=models.F("id")), name="finding_not_its_own_parent"),
        ]

    def __str__(self):
        return self.statement

    @property
    def site(self):
        return self.incident.site

    @property
    def blaming(self):
        """Words of the statement that judge somebody."""
        return blaming(self.statement)

    @property
    def factor_label(self):
        return codes.factors().get(self.factor, self.factor)

    def may(self, user, verb):
        if may(user, verb, self):
            return True
        roles = self.TEAM_RIGHTS.get(verb)
        return roles is not None and not self.forbids(user, verb) and self.incident.has_on_team(user, *roles)

    def forbids(self, user, verb):
        if self.incident.is_over:
            return True
        if verb == "waive":
            return self.status == self.Status.WITHDRAWN
        return verb == "confirm" and user.pk == self.author_id

    @classmethod
    @transaction.atomic
    def add(cls, incident, *, by, now, files=(), **facts):
        """Record a cause. `files` are results of `common.attachments.accept`."""
        if not incident.may(by, "add_finding"):
            raise PermissionDenied
        incident.hold_open()
        finding = cls(incident=incident, author=by, created_at=now, **facts)
        finding.refuse_bad_facts()
        finding.save(force_insert=True)
        finding.attach(files, by=by, now=now)
        finding.record("finding_added", by=by, now=now)
        return finding

    @transaction.atomic
    def edit(self, *, by, now, files=(), **facts):
        """Change the wording; what was confirmed has to be confirmed again."""
        if not self.may(by, "edit"):
            raise PermissionDenied
        self.incident.hold_open()  # besides, two who hang causes under each other make no ring
        before = type(self).objects.get(pk=self.pk)
        changed = {name: value for name, value in facts.items() if getattr(before, name) != value}
        if not changed and not files:
            return
        for name, value in facts.items():
            setattr(self, name, value)
        self.refuse_bad_facts()
        unconfirmed = {"status": self.Status.PROPOSED, "confirmed_by": None, "confirmed_at": None}
        self.change(sources=[self.Status.PROPOSED, self.Status.CONFIRMED], **changed, **unconfirmed)
        self.attach(files, by=by, now=now)
        if "statement" in changed:
            self.let_waivers_lapse(by=by, now=now)
        changes = {name: [plain(getattr(before, name)), plain(value)] for name, value in changed.items()}
        self.record("finding_edited", by=by, now=now, note=", ".join(file["name"] for file in files), changes=changes)

    @transaction.atomic
    def _move(self, verb, **given):
        self.incident.hold_open()
        return super()._move(verb, **given)

    def confirm(self, *, by, now, note=""):
        """Somebody other than the author holds the cause to be proved."""
        return self._move("confirm", by=by, now=now, note=note, confirmed_by=by, confirmed_at=now)

    def withdraw(self, *, by, now, note):
        with transaction.atomic():
            event = self._move("withdraw", by=by, now=now, note=note)
            gates.refuse_if_something_hangs_on(self)
            self.let_waivers_lapse(by=by, now=now)
        return event

    def let_waivers_lapse(self, *, by, now):
        for waiver in self.waivers.standing():
            waiver.lapse(by=by, now=now)

    def attach(self, files, *, by, now):
        for file in files:
            self.files.create(uploaded_by=by, uploaded_at=now, **file)

    def refuse_bad_facts(self):
        """The factor is one of its level; the parent is a cause of the same incident and not below this one."""
        if self.factor and self.factor not in codes.factors_of(self.level):
            raise ValidationError({"factor": _("This factor does not belong to the level that you chose.")})
        above = self.parent
        while above is not None:
            if above.incident_id != self.incident_id or above.pk == self.pk:
                raise ValidationError({"parent": _("Choose another cause of the same incident.")})
            above = above.parent

    def record(self, verb, *, by, now, note="", changes=None):
        return self.incident.record(verb, by=by, now=now, note=note, changes=changes, finding=self)


class FindingFile(Attachment):
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="files")

    objects = seen_with("finding")

    class Meta:
        ordering = ["pk"]
