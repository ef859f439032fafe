"""Alerts as a person reads them: the part within sight in words, who was told, and what was answered."""

from dataclasses import dataclass, field

from django.db.models import Count

from outbox.models import Notice

from .models import Alert, AlertEvent
from .sight import Part, with_members
from .wording import Regions, sentence, where

MOST = 4
CLUSTERS_FIRST = ("rank", "-weight", "-raised_at", "-pk")


@dataclass
class Shown:
    """`told` are (person, when the letter left or None); `answers` the events by which people answered, `raised` the
    one by which it began, with how much there was then."""

    alert: Alert
    part: Part
    sentence: str
    where: str
    told: list = field(default_factory=list)
    answers: list = field(default_factory=list)
    raised: AlertEvent | None = None

    @property
    def told_first(self):
        return min((at for _person, at in self.told if at), default=None)

    @property
    def answer(self):
        """The newest one."""
        return self.answers[0] if self.answers else None


def shown(alerts, user):
    """`alerts`, read `with_members`, as Shown; who was told and what was answered only where all of it is in sight."""
    alerts = list(alerts)
    regions = Regions(alerts)
    parts = [Part.of(alert, user) for alert in alerts]
    whole = [part.alert.pk for part in parts if part.is_whole]
    told, answers, raised = {}, {}, {}
    notices = Notice.objects.filter(subject_kind="alert", subject_id__in=whole, kind="raised")
    for notice in notices.select_related("person", "letter").order_by("created_at", "pk"):
        at = notice.letter.sent_at if notice.letter else None
        told.setdefault(notice.subject_id, []).append((notice.person, at))
    for event in AlertEvent.objects.filter(alert__in=whole, verb__in=["answered", "raised"]).select_related("by"):
        if event.verb == AlertEvent.Verb.RAISED:
            raised[event.alert_id] = event
        else:
            answers.setdefault(event.alert_id, []).append(event)
    return [
        Shown(
            part.alert,
            part,
            sentence(part, regions),
            where(part.alert, regions),
            told.get(part.alert.pk, []),
            answers.get(part.alert.pk, []),
            raised.get(part.alert.pk),
        )
        for part in parts
    ]


def current(user, places=(), most=MOST):
    """The most serious alerts that stand, of `places` or of all that this person sees, for a page that leads there."""
    alerts = Alert.objects.visible_to(user).standing()
    if places:
        alerts = alerts.within(places)
    return shown(with_members(alerts.order_by(*CLUSTERS_FIRST)[:most]), user)


def counts(alerts):
    """[(kind, its label, how many)] of `alerts`, in the order in which they are shown."""
    found = dict(alerts.order_by().values_list("kind").annotate(Count("pk")))
    return [(kind, label, found[kind]) for kind, label in Alert.Kind.choices if kind in found]


def about_incident(incident, user):
    """The alerts that stand or stood of which `incident` is a part, for its page."""
    alerts = Alert.objects.visible_to(user).filter(
        members__incident=incident, members__left_at=None, kind__in=Alert.OF_INCIDENTS
    )
    return shown(with_members(alerts.order_by(*CLUSTERS_FIRST)), user)
