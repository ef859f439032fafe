"""The investigation report as a skeleton: the contents of Decree 493, art. 30, filled from what is recorded."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from incidents.models import Waiver
from incidents.models.counted import TOTALS

from .parts import Document, Field, Form, Heading, NewPage, Pictures, Table, Text, gap, given
from .quick_report import loss, told, when
from .wording import (
    day,
    day_and_time,
    moment,
    people,
    sentences,
    short_day,
    short_moment,
    short_time,
    shortened,
    stopped,
)

BLANK_ROWS = 3
MOST_PHOTOS = 6


def document(case):
    return Document(
        "investigation-report",
        _("Investigation report: %(name)s") % {"name": case.incident.name},
        [
            *opening(case),
            *profile(case),
            *course(case),
            *harm(case),
            *causes(case),
            *responsibility(case),
            *measures(case),
            *annexes(case),
            NewPage(),
            *members(case),
            *scene(case),
        ],
        subtitle=pgettext("of a document", "Draft"),
        as_of=_("As recorded on %(when)s") % {"when": moment(case.now, case.zone)},
    )


def opening(case):
    incident = case.incident
    people_hurt = people({name: getattr(incident, name) for name in TOTALS})
    facts = {
        "when": day_and_time(incident.occurred_on, incident.occurred_time),
        "unit": case.site.full_name,
        "type": given(incident.category_label, _("type")),
        "people": people_hurt or gap(_("casualties")),
    }
    text = _("%(when)s, an accident happened at %(unit)s (%(type)s): %(people)s.") % facts
    law = _(
        "By the Work Safety Law and Decree 493 a team was formed that investigated it by %(document)s. The team "
        "examined the scene, questioned those concerned, gathered evidence and analysed it, and found out the course "
        "of the accident, its causes, the casualties and the direct loss. It determined the nature of the accident and "
        "who is responsible, and proposes how to deal with them and what to do so that it does not happen again."
    )
    return [
        Text(sentences(text, loss(incident))),
        Text(law % {"document": gap(_("authority, document and date"))}),
    ]


def profile(case):
    site, organization = case.site, case.site.organization
    rows = [
        [Field(_("Unit of the accident"), str(organization))],
        [
            Field(_("Credit code"), given(organization.registration_code, _("credit code"))),
            Field(_("Sector"), given(site.sector, _("sector"))),
        ],
        [Field(_("Site"), str(site)), Field(_("Address"), given(site.address, _("address")))],
    ]
    return [
        Heading(_("Profile of the unit")),
        Form(rows),
        Text(given(organization.profile, _("history, licences, people in charge, safety management of the unit"))),
    ]


def course(case):
    incident = case.incident
    return [
        Heading(_("Course of the accident, and rescue")),
        Heading(_("Course of the accident"), level=2),
        Text(incident.description),
        *times(_("Timeline"), case.course),
        Heading(_("How it was reported"), level=2),
        Text(_("Happened: %(when)s. Unit told: %(told)s. Logged here: %(logged)s.") % reported(case)),
        *reports(case),
        Heading(_("Rescue and measures at once"), level=2),
        Text(given(incident.immediate_measures, _("rescue and measures at once"))),
        *times(_("Rescue and response"), case.rescue),
        Heading(_("Evaluation of the emergency response"), level=2),
        Text(gap(_("evaluation by the Work Safety Law, art. 86"))),
    ]


def reported(case):
    return {
        "when": when(case.incident),
        "told": told(case.incident),
        "logged": moment(case.incident.reported_at, case.zone),
    }


def reports(case):
    heads = [(_("No."), 10), (_("Report"), 26), (_("To"), 24), (_("Sent at"), 24), (_("Sent by"), 16)]
    rows = [
        [
            str(report.number),
            report.get_kind_display(),
            report.level_in_words,
            short_moment(report.filed_at, case.zone),
            str(report.filed_by),
        ]
        for report in case.reports
    ]
    return [Table(_("Reports to the authorities"), heads, rows)] if rows else []


def times(title, moments):
    heads = [
        (_("Time"), 22),
        (_("What happened"), 46),
        (pgettext("of a statement", "Source"), 20),
        (_("How sure"), 12),
    ]
    rows = [[time_of(row), row.what, source(row), row.get_certainty_display()] for row in moments]
    return [Table(title, heads, rows)] if rows else []


def time_of(row):
    text = short_time(row.on, row.at)
    return pgettext("a time that is not exact", "about %(when)s") % {"when": text} if row.about else text


def source(row):
    parts = [row.get_source_display(), row.source_note]
    return pgettext("between the parts of a sentence", ", ").join(filter(None, parts))


def harm(case):
    incident = case.incident
    total = people({name: getattr(incident, name) for name in TOTALS})
    heads = [
        (_("No."), 8),
        (pgettext("a person's", "Name"), 16),
        (_("Employer"), 24),
        (_("Job"), 18),
        (_("Harm"), 18),
        (_("Since"), 16),
    ]
    rows = [
        [
            str(place),
            case.name_of(casualty) or _("not named"),
            casualty.employer,
            casualty.job,
            casualty.get_harm_display(),
            short_day(casualty.harm_since),
        ]
        for place, casualty in enumerate(case.casualties, start=1)
    ]
    return [
        Heading(_("Casualties and direct economic loss")),
        Text(
            sentences(_("The accident led to: %(people)s.") % {"people": total or gap(_("casualties"))}, loss(incident))
        ),
        *([Table(_("Casualties"), heads, rows)] if rows else []),
    ]


def causes(case):
    return [
        Heading(_("Causes and nature of the accident")),
        Heading(_("Direct causes"), level=2),
        *causes_of(case.direct_causes, _("direct causes")),
        Heading(_("Indirect causes"), level=2),
        *causes_of(case.indirect_causes, _("indirect causes")),
        Heading(_("Nature of the accident"), level=2),
        Text(gap(_("whether somebody is responsible for it (责任事故), and why"))),
    ]


def causes_of(findings, what):
    if not findings:
        return [Text(gap(what))]
    return [part for finding in findings for part in cause(finding)]


def cause(finding):
    yield Heading(finding.statement, level=3)
    facts = [
        finding.factor and _("Factor: %(factor)s.") % {"factor": finding.factor_label},
        finding.evidence and _("How we know: %(evidence)s") % {"evidence": finding.evidence},
        finding.status != "confirmed" and gap(_("confirmation of this cause")),
    ]
    if text := sentences(*filter(None, facts)):
        yield Text(text)


def responsibility(case):
    return [Heading(_("Responsibility, and how to deal with those responsible")), *held_responsible(case)]


def held_responsible(case):
    nobody = next((handling for handling in case.handlings if handling.nobody), None)
    if nobody:
        return [Text(_("Nobody is held responsible: %(reason)s") % {"reason": nobody.reason})]
    heads = [
        (_("No."), 7),
        (_("Person or unit"), 15),
        (_("Post"), 19),
        (_("What they are responsible for"), 30),
        (_("Proposed handling"), 29),
    ]
    rows = [
        [
            str(place),
            handling.person if case.names_those_responsible else handling.masked,
            handling.post if case.names_those_responsible else "",
            handling.liability,
            handled(handling),
        ]
        for place, handling in enumerate(case.handlings, start=1)
    ]
    if rows:
        return [Table(_("Those responsible"), heads, rows)]
    blank = [[str(place), "", "", "", ""] for place in range(1, BLANK_ROWS + 1)]
    return [
        Text(gap(_("findings about responsibility, or that nobody is responsible, with the reason"))),
        Table(_("Those responsible"), heads, blank, is_to_write_in=True),
    ]


def handled(handling):
    lines = [given(handling.proposed, _("proposed handling"))]
    if handling.decided_on:
        decision = (handling.authority, handling.decision_number, short_day(handling.decided_on))
        lines.append(pgettext("between the parts of a sentence", ", ").join(filter(None, decision)))
    if handling.referred_to:
        lines.append(_("Handed over to: %(whom)s") % {"whom": handling.referred_to})
    return "\n".join(lines)


def measures(case):
    parts = [Heading(_("Prevention and rectification"))]
    for action in case.actions:
        parts += [Heading(action.title, level=3), Text(promise(action))]
    if not case.actions:
        parts.append(Text(gap(_("measures of prevention and rectification"))))
    for finding in case.findings:
        waiver = getattr(finding, "waiver", None)
        if waiver is not None and waiver.status == Waiver.Status.APPROVED:
            facts = {"cause": finding.statement, "reason": waiver.reason, "who": waiver.decided_by}
            parts.append(Text(_("No measure about “%(cause)s”: %(reason)s (approved by %(who)s).") % facts))
    return parts + [Text(trained(training)) for training in case.trainings]


def trained(training):
    facts = {
        "day": day(training.held_on),
        "content": stopped(training.content),
        "came": len(training.came),
        "due": len(training.had_to_come),
    }
    return _("Training on %(day)s: %(content)s %(came)d of %(due)d who had to come came.") % facts


def promise(action):
    facts = {
        "criterion": stopped(action.criterion or gap(_("criterion"))),
        "owner": given(action.owner, _("owner")),
        "deadline": given(action.deadline and day(action.deadline), _("deadline")),
        "verifier": given(action.verifier, _("verifier")),
        "state": action.get_status_display(),
    }
    text = _(
        "Done when: %(criterion)s Owner: %(owner)s; deadline: %(deadline)s; verifier: %(verifier)s; state: %(state)s."
    )
    return text % facts


def members(case):
    heads = [
        (_("Part on the team"), 17),
        (pgettext("a person's", "Name"), 18),
        (_("Office or organization"), 29),
        (_("Signature"), 22),
        (_("Date"), 14),
    ]
    rows = [[member.get_role_display(), str(member), member.body, "", ""] for member in case.team]
    rows = rows or [["", "", "", "", ""]] * BLANK_ROWS
    return [
        Text(_("The members of the team sign this report (Decree 493, art. 30)."), kind="lines"),
        Table(_("Signatures of the members"), heads, rows, is_to_write_in=True),
    ]


def annexes(case):
    names = [
        case.photos and _("Photos of the scene: %(count)d") % {"count": len(case.photos)},
        case.exhibits and _("Exhibits: %(count)d") % {"count": len(case.exhibits)},
        *(_("%(label)s: %(title)s") % {"label": exhibit.label, "title": exhibit.title} for exhibit in case.exhibits),
        case.statements and _("Statements: %(count)d (restricted)") % {"count": case.statements},
        _("Rectification list"),
        gap(_("expert opinions, calculation of the loss, other evidence")),
    ]
    listed = [name for name in names if name]
    number = pgettext("the number of a point in a text", "%(number)d. %(text)s")
    lines = [number % {"number": place, "text": name} for place, name in enumerate(listed, start=1)]
    return [
        Text(_("Annexes:"), kind="lines"),
        Text("\n".join(lines), kind="lines"),
        Text(_("Team that investigated the accident"), kind="right"),
        Text(pgettext("to be written by hand", "Date: ________"), kind="right"),
    ]


def scene(case):
    """The first photos; what there is more of is in the evidence pack."""
    words = _("%(place)d. %(name)s, %(day)s")
    shown = [
        (
            photo,
            words % {"place": place, "name": shortened(photo.name, 40), "day": day(case.local_day(photo.uploaded_at))},
        )
        for place, photo in enumerate(case.photos[:MOST_PHOTOS], start=1)
    ]
    return [NewPage(), Pictures(_("Photos of the scene"), shown)] if shown else []
