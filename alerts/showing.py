"""Alerts as a person reads them: the part within sight in words, who was told, and what was answered."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import JSONObject

from accounts.models import User
from outbox.models import Notice

from .foreseen import happened
from .models import Alert, AlertEvent
from .sight import Part, with_members
from .wording import sentence

MOST = 4
MOST_HAPPENED = 4  # incidents of a cluster, the newest
CLUSTERS_FIRST = ("rank", "-weight", "-raised_at", "-pk")


class Person(NamedTuple):
    """Somebody's name, without the rest of them."""

    name: str
    name_en: str

    def __str__(self):
        return str(User(name=self.name, name_en=self.name_en))


class Said(NamedTuple):
    """That somebody answered."""

    by: Person
    at: datetime
    note: str


@dataclass
class Shown:
    """`told` are (Person, when the letter left or None), `answers` of the kind Said, the newest first, and
    `began_with` says of how many incidents it was raised; all three only where all of it is in sight. `happened` are
    its incidents with what was late there, on pages that ask for it."""

    alert: Alert
    part: Part
    sentence: str
    told: list = field(default_factory=list)
    answers: list = field(default_factory=list)
    began_with: int = 0
    happened: list = field(default_factory=list)

    @classmethod
    def of(cls, alert, user):
        """`alert` was read by `legible`."""
        part = Part.of(alert, user)
        one = cls(alert, part, sentence(part))
        if part.is_whole:
            one.told = [(Person(n["name"], n["name_en"]), moment(n["at"])) for n in alert.notices_to]
            one.answers = [Said(Person(e["name"], e["name_en"]), moment(e["at"]), e["note"]) for e in alert.answers]
            one.began_with = alert.began_with
        return one

    @property
    def told_first(self):
        return min((at for _person, at in self.told if at), default=None)

    @property
    def answer(self):
        """The newest one."""
        return self.answers[0] if self.answers else None


def legible(alerts):
    """With all that their words need and with who was told and has answered, in two queries."""
    notices = Notice.objects.filter(subject_kind="alert", subject_id=OuterRef("pk"), kind="raised")
    told = notices.order_by("created_at", "pk").values(json=JSONObject(**named("person"), at="letter__sent_at"))
    events = AlertEvent.objects.filter(alert=OuterRef("pk")).order_by("-at", "-pk")
    answers = events.filter(verb="answered").values(json=JSONObject(**named("by"), at="at", note="note"))
    raised = events.filter(verb="raised").values("incidents")[:1]
    return with_members(alerts).annotate(
        notices_to=ArraySubquery(told), answers=ArraySubquery(answers), began_with=Subquery(raised)
    )


def named(person):
    return {name: f"{person}__{name}" for name in ("name", "name_en")}


def moment(text):
    return text and datetime.fromisoformat(text)


def shown(alerts, user):
    """`alerts`, read by `legible`, as this person sees them."""
    return [Shown.of(alert, user) for alert in alerts]


def current(user, places=(), most=MOST):
    """The most serious alerts that stand, of `places` or of all that this person sees, for a page that leads there."""
    alerts = Alert.objects.visible_to(user).standing()
    if places:
        alerts = alerts.within(places)
    found = shown(legible(alerts).order_by(*CLUSTERS_FIRST)[:most], user)
    clusters = {one.alert.pk: one for one in found if one.alert.kind == Alert.Kind.CLUSTER}
    for told in happened([m for one in clusters.values() for m in one.part.members[-MOST_HAPPENED:]], user):
        clusters[told.member.alert_id].happened.append(told)
    return found


def to_answer(user):
    """The alerts of which this person was told and that nobody has answered, the most serious first."""
    told = Notice.objects.filter(subject_kind="alert", person=user).values("subject_id")
    alerts = Alert.objects.visible_to(user).unanswered().filter(pk__in=told)
    return shown(legible(alerts).order_by(*CLUSTERS_FIRST)[:MOST], user)


def counts(alerts):
    """[(kind, its label, how many)] of `alerts`, in the order in which they are shown."""
    found = dict(alerts.order_by().values_list("kind").annotate(Count("pk")))
    return [(kind, label, found[kind]) for kind, label in Alert.Kind.choices if kind in found]


def about_incident(incident, user):
    """The alerts that stand or stood of which `incident` is a part, for its page."""
    alerts = Alert.objects.visible_to(user).filter(
        members__incident=incident, members__left_at=None, kind__in=Alert.OF_INCIDENTS
    )
    return shown(legible(alerts).order_by(*CLUSTERS_FIRST), user)
