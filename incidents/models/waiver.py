"""Why nothing is done about a cause: proposed by one, approved by another."""

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Site
from accounts.rights import may
from common.lifecycle import Lifecycle, Move

from .finding import Finding
from .incident import KEEPERS, Incident


class WaiverQuerySet(models.QuerySet):
    def visible_to(self, user):
        if user.sees_everywhere:
            return self.all()
        return self.filter(finding__in=Finding.objects.visible_to(user))

    def standing(self):
        return self.filter(status__in=Waiver.STANDING)

    def waiting_for(self, user):
        """Those that this person may decide."""
        sites = Site.objects.where_role(user, KEEPERS)
        incidents = Incident.objects.filter(status=Incident.Status.REPORTED, site__in=sites)
        proposed = self.filter(status=Waiver.Status.PROPOSED, finding__incident__in=incidents)
        return proposed.exclude(proposed_by=user)


class Waiver(Lifecycle):
    """A reason for no action. While it is approved, its cause counts as answered; when the cause changes, it lapses."""

    class Status(models.TextChoices):
        PROPOSED = "proposed", gettext_lazy("To be decided")
        APPROVED = "approved", gettext_lazy("Approved")
        REFUSED = "refused", pgettext_lazy("a reason for no action", "Refused")
        LAPSED = "lapsed", gettext_lazy("Lapsed")

    STANDING = (Status.PROPOSED, Status.APPROVED)
    MOVES = {
        "approve": Move((Status.PROPOSED,), Status.APPROVED),
        "refuse": Move((Status.PROPOSED,), Status.REFUSED, needs_note=True),
        "take_back": Move(STANDING, Status.LAPSED, needs_note=True),
    }
    RIGHTS = {"approve": KEEPERS, "refuse": KEEPERS, "take_back": KEEPERS | {"proposed_by"}}

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="waivers", verbose_name=gettext_lazy("cause"))
    status = models.CharField(gettext_lazy("state"), max_length=12, choices=Status, default=Status.PROPOSED)
    reason = models.TextField(gettext_lazy("reason for no action"))
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=gettext_lazy("proposed by")
    )
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.TextField(gettext_lazy("answer"), blank=True)
    form_key = models.UUIDField(null=True, unique=True, editable=False)  # a form sent twice makes one record

    objects = WaiverQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("reason for no action")
        verbose_name_plural = gettext_lazy("reasons for no action")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["finding"], condition=Q(status__in=["proposed", "approved"]), name="waiver_one_standing"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("proposed_by")), name="waiver_decided_by_another"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "refused"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="waiver_decided_by_somebody",
            ),
        ]

    def __str__(self):
        return self.reason

    def get_absolute_url(self):
        return f"{self.incident.get_absolute_url()}#finding-{self.finding_id}"

    @property
    def incident(self):
        return self.finding.incident

    @property
    def site(self):
        return self.incident.site

    def may(self, user, verb):
        return may(user, verb, self)

    def forbids(self, user, verb):
        if self.incident.is_over or self.finding.status == Finding.Status.WITHDRAWN:
            return True
        return verb in ("approve", "refuse") and user.pk == self.proposed_by_id

    @classmethod
    @transaction.atomic
    def propose(cls, finding, *, by, now, reason, form_key=None):
        if not finding.may(by, "waive"):
            raise PermissionDenied
        finding.incident.hold_open()
        if form_key and (sent := cls.objects.filter(form_key=form_key, proposed_by=by).first()):
            return sent
        if finding.waivers.standing().exists():
            raise ValidationError(_("There is a reason already. Take it back first, then give another one."))
        waiver = cls.objects.create(finding=finding, reason=reason, proposed_by=by, proposed_at=now, form_key=form_key)
        waiver.record("propose", by=by, now=now, note=reason)
        return waiver

    @transaction.atomic
    def _move(self, verb, **given):
        self.incident.hold_open()
        return super()._move(verb, **given)

    def approve(self, *, by, now, note=""):
        return self.decide("approve", by=by, now=now, note=note)

    def refuse(self, *, by, now, note):
        return self.decide("refuse", by=by, now=now, note=note)

    def decide(self, verb, *, by, now, note):
        return self._move(verb, by=by, now=now, note=note, decided_by=by, decided_at=now, answer=note.strip())

    def take_back(self, *, by, now, note):
        return self._move("take_back", by=by, now=now, note=note)

    def lapse(self, *, by, now):
        """The cause was changed or withdrawn, so what was decided about it holds no more."""
        self.change(sources=self.STANDING, status=self.Status.LAPSED)
        self.record("lapse", by=by, now=now)

    def record(self, verb, *, by, now, note="", changes=None):
        return self.finding.record(f"waiver_{verb}", by=by, now=now, note=note, changes=changes)
