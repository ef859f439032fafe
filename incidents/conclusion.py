"""The gates before a case is closed (四不放过): each open or shut, by facts asked afresh whenever somebody looks.

What an upper app knows it registers: `register("measures_done", check)`; `check(incident)` yields a Lack for each thing
that is missing. Which gates there are says the rule pack of the place and the day.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from .rules import gates, packs

LABELS = {
    "causes_found": gettext_lazy("Causes found"),
    "persons_dealt_with": gettext_lazy("Responsible persons dealt with"),
    "measures_done": gettext_lazy("Measures carried out"),
    "people_educated": gettext_lazy("People educated"),
}
ALWAYS = ("causes_found", "measures_done")  # where no rule speaks, and of what is no accident

registered = {}


@dataclass(frozen=True)
class Lack:
    """Something that is missing, and the address at which it is done; `is_form`: by those who may investigate."""

    text: str
    url: str = ""
    is_form: bool = False


@dataclass(frozen=True)
class Gate:
    name: str
    lacks: list

    @property
    def label(self):
        return LABELS[self.name]

    @property
    def is_open(self):
        return not self.lacks


def register(fact, check):
    registered.setdefault(fact, []).append(check)


def gates_of(incident):
    """The Gates of one incident, in the order of the rule. Reads the database."""
    return [Gate(name, [lack for check in checks_of(name) for lack in check(incident)]) for name in asked_of(incident)]


def shut(incident):
    """Names of those that are shut, as the rule sees it."""
    return [gate.name for gate in gates_of(incident) if not gate.is_open]


def asked_of(incident):
    """The facts that must hold: of an accident those of the rule pack of its place and day."""
    if incident.kind != incident.Kind.ACCIDENT:
        return ALWAYS
    where = {"jurisdiction": incident.site.region.jurisdiction, "day": incident.occurred_on}
    rule = packs.rule_or_none("closing_gate", **where)
    return gates.missing({}, **where) if rule else ALWAYS


def checks_of(name):
    return [*OWN.get(name, ()), *registered.get(name, ())]


# what this app knows


def causes(incident):
    """Direct and indirect ones, each confirmed by somebody other than its author."""
    found = list(incident.findings.standing())
    page = incident.get_absolute_url()
    direct = [finding for finding in found if finding.level == finding.Level.DIRECT]
    if not direct:
        yield Lack(
            _("No direct cause has been found."), reverse("incidents:add_finding", args=[incident.pk]), is_form=True
        )
    if len(found) == len(direct):
        yield Lack(
            _("No indirect or root cause has been found."),
            reverse("incidents:add_finding", args=[incident.pk]),
            is_form=True,
        )
    for finding in found:
        if finding.status != finding.Status.CONFIRMED:
            text = _("Not confirmed by somebody else: %(cause)s") % {"cause": finding.statement[:80]}
            yield Lack(text, f"{page}#finding-{finding.pk}")


def persons(incident):
    entries = list(incident.handlings.filter(taken_out_at=None))
    if not entries:
        text = _("Nobody is named as responsible, and it is not said that nobody is.")
        yield Lack(text, reverse("incidents:add_handling", args=[incident.pk]), is_form=True)
    for entry in entries:
        if entry.lacking:
            facts = {"entry": entry, "what": _(", ").join(map(str, entry.lacking))}
            yield Lack(
                _("%(entry)s: %(what)s") % facts, reverse("incidents:edit_handling", args=[entry.pk]), is_form=True
            )


def people(incident):
    """Somebody was told, the signed list is there, and whoever missed one session came to another."""
    sessions = list(incident.trainings.filter(taken_out_at=None).prefetch_related("files"))
    if not sessions:
        yield Lack(_("No training is recorded."), reverse("incidents:add_training", args=[incident.pk]), is_form=True)
    for session in sessions:
        if not session.files.all():
            text = _("%(training)s: the list that people signed is missing.") % {"training": session}
            yield Lack(text, reverse("incidents:edit_training", args=[session.pk]), is_form=True)
    came = set().union(*(session.came for session in sessions))
    if away := set().union(*(session.had_to_come for session in sessions)) - came:
        text = ngettext("%(count)d person has not come yet.", "%(count)d people have not come yet.", len(away))
        yield Lack(text % {"count": len(away)}, reverse("incidents:add_training", args=[incident.pk]), is_form=True)


OWN = {"causes_found": [causes], "persons_dealt_with": [persons], "people_educated": [people]}
