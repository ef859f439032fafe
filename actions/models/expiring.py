"""Containment runs out: a lasting action takes its place, or somebody renews it with a reason (临时措施到期)."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from common.clock import LocalDay, local_day

from .timeliness import ZONE, instant

HOLDS_FOR = timedelta(days=30)  # from the deadline, where nobody says until when
SHOWN_EARLY = timedelta(days=7)


class ExpiringQuerySet:
    """Containment by when it runs out, while nothing lasting has taken its place."""

    def not_replaced(self):
        """Containment that somebody still has to replace or to renew."""
        return self.complete().standing().filter(expires_on__isnull=False, replaced_by=None)

    def running_out(self, now):
        """Those that have run out, or do within a week."""
        today = LocalDay(ZONE, instant(now))
        return self.not_replaced().alias(today=today).filter(expires_on__lte=F("today") + SHOWN_EARLY)

    def run_out(self, now):
        return self.not_replaced().filter(expires_on__lt=LocalDay(ZONE, instant(now)))


class Expiring:
    """The verbs of an Action that is containment: it holds until the local day `expires_on`, that day included."""

    @property
    def is_holding(self):
        return self.expires_on is not None and self.replaced_by_id is None and self.status != self.Status.VOID

    def has_run_out(self, now):
        return self.is_holding and local_day(now, self.site.time_zone) > self.expires_on

    def expiry_of(self, kind, deadline, expires_on=None):
        """Until when containment with this deadline holds; None for what lasts."""
        if kind != self.Kind.CONTAINMENT:
            return None
        return expires_on or deadline + HOLDS_FOR

    def renew(self, *, by, now, note, expires_on):
        """Nothing lasting is there yet: it holds for longer, for the reason in `note`."""
        self.refuse_bad_expiry(expires_on, now)
        if self.expires_on and expires_on <= self.expires_on:
            raise ValidationError({"expires_on": _("Choose a day after the present one.")})
        changes = {"expires_on": [self.expires_on and str(self.expires_on), str(expires_on)]}
        return self._move("renew", by=by, now=now, note=note, changes=changes, expires_on=expires_on)

    @transaction.atomic
    def replace(self, *, by, now, replaced_by, note=""):
        """A lasting action of the same incident is verified and takes its place."""
        if replaced_by not in self.replacements():
            raise ValidationError(
                {"replaced_by": _("Choose a lasting action of the same incident that is verified. Until then, renew.")}
            )
        changes = {"replaced_by": [None, replaced_by.number]}
        return self._move("replace", by=by, now=now, note=note, changes=changes, replaced_by=replaced_by)

    def replacements(self):
        """The actions that may take its place, by number."""
        actions = type(self).objects
        if self.origin_incident is None:
            return actions.none()
        done = Q(status__in=[self.Status.VERIFIED, self.Status.CLOSED])
        lasting = actions.of_incident(self.origin_incident).filter(done).exclude(kind=self.Kind.CONTAINMENT)
        return lasting.order_by("number")

    def refuse_bad_expiry(self, expires_on, now):
        if expires_on is not None and expires_on < local_day(now, self.site.time_zone):
            raise ValidationError({"expires_on": _("The day is over.")})
