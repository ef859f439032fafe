"""Causes that nobody is removing."""

from django.db.models import Exists, OuterRef

from accounts.narrowing import LinkedFilterSet
from actions.models import Action
from incidents.models import Finding, Incident


class CauseFilterSet(LinkedFilterSet):
    SITE = "incident__site"

    class Meta:
        model = Finding
        fields = []

    def own_sites(self):
        return Incident.objects.filter(reported_by=self.request.user).order_by().values("site")


def causes_without_action(user):
    return without_action(Finding.objects.visible_to(user))


def without_action(findings):
    """Those that stand, that nobody is removing, and for which no reason is approved why.

    An action that was declared void removes nothing.
    """
    removed = Exists(Action.objects.standing().filter(finding=OuterRef("pk")))
    void = Incident.objects.filter(status=Incident.Status.VOID).order_by().values("pk")  # few: named, not joined
    return findings.standing().not_waived().exclude(incident__in=void).exclude(removed)
