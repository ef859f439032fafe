"""The quick report (快报): Decree 493, art. 12, in the form that offices send."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from incidents.models.counted import TOTALS

from .parts import BLANK, Document, Field, Form, Text, gap, given, is_chinese, numeral
from .wording import address, day_and_time, moment, people, sentences, yuan


def document(case):
    """As the version of the case was filed; without one, what is recorded now."""
    report = case.report
    incident = report.as_filed if report else case.incident
    name = _("Quick report of a work accident")
    return Document(
        "quick-report",
        name,
        [form(incident, report), signing(case, report), *addressed(report)],
        letterhead=name,
        marks=(numbered(incident, report), _("Issued by: %(who)s") % {"who": BLANK}),
        as_of=(
            _("As filed on %(when)s") % {"when": moment(report.filed_at, case.zone)}
            if report
            else _("As recorded on %(when)s") % {"when": moment(case.now, case.zone)}
        ),
        is_small=True,
    )


def numbered(incident, report):
    if report is None:
        return _("No. %(number)s") % {"number": incident.number}
    facts = {"number": incident.number, "place": report.number, "kind": report.get_kind_display()}
    return _("No. %(number)s, report %(place)d (%(kind)s)") % facts


def form(incident, report):
    site = incident.site
    return Form(
        [
            [Field(_("Name of the incident"), incident.name)],
            [Field(_("Unit of the accident"), str(site.organization)), Field(_("Site"), str(site))],
            [Field(_("Time of the accident"), when(incident)), Field(_("Unit told at"), told(incident))],
            [Field(_("Place of the accident"), where(incident))],
            [
                Field(_("Person in charge on the scene"), given("", _("name, telephone"))),
                Field(_("Head of the unit"), given("", _("name, telephone"))),
            ],
            [Field(label, number(incident, name)) for name, label in counted(("deaths", "missing", "at_risk"))],
            [
                Field(label, number(incident, name))
                for name, label in counted(("serious_injuries", "acute_poisonings", "minor_injuries"))
            ],
            [
                Field(_("Type of accident"), given(incident.category_label, _("type"))),
                Field(_("Grade"), incident.get_grade_display() if incident.grade else _("not graded")),
            ],
            *(
                [Field(f"{numeral(1, place, in_chinese=is_chinese())}{label}", text, is_long=True)]
                for place, (label, text) in enumerate(contents(incident, report), start=1)
            ),
        ]
    )


def signing(case, report):
    """Who filed a version and when is known; the seal and the signatures never are."""
    sent = moment(report.filed_at, case.zone) if report else ""
    written_by = str(report.filed_by) if report else ""
    return Form(
        [
            [Field(_("Reporting office (seal)"), ""), Field(_("Sent at"), sent)],
            [
                Field(pgettext("of a form", "Written by"), written_by),
                Field(_("Approved by"), ""),
                Field(_("Telephone"), ""),
            ],
        ]
    )


def addressed(report):
    whom = BLANK * 2
    if report:
        whom = _("authorities in charge of work safety (%(level)s)") % {"level": report.level_in_words}
    return [
        Text(_("To: %(whom)s") % {"whom": whom}, kind="lines"),
        Text(_("Copies: public security, human resources, trade union, procuratorate"), kind="lines"),
    ]


def contents(incident, report):
    """(label, text) of the six contents of art. 12."""
    new = report.note if report else ""
    return [
        (_("Profile of the unit"), given(incident.site.organization.profile, _("profile of the unit"))),
        (_("Time, place and scene"), scene(incident)),
        (_("Course of the accident in short"), incident.description),
        (_("Casualties that happened or may happen, and first estimate of the direct loss"), harm(incident)),
        (_("Measures taken"), given(incident.immediate_measures, _("measures taken"))),
        (
            pgettext("the last content of a report", "Anything else to report"),
            "\n".join(filter(None, [new, incident.other_information])) or pgettext("nothing else to report", "None."),
        ),
    ]


def when(incident):
    known = incident.occurred_time is not None
    return sentences(day_and_time(incident.occurred_on, incident.occurred_time), "" if known else gap(_("time")))


def told(incident):
    known = incident.known_at
    return given(known and moment(known, incident.site.time_zone), _("time"))


def where(incident):
    site = incident.site
    regions = site.region.full_name.split(" · ")
    return address(*regions, site.address, incident.place)


def scene(incident):
    facts = {"when": day_and_time(incident.occurred_on, incident.occurred_time), "where": where(incident)}
    return sentences(_("%(when)s, at %(where)s.") % facts, gap(_("state of the scene")))


def harm(incident):
    told = people({name: getattr(incident, name) for name in TOTALS})
    return sentences(
        _("By now: %(people)s.") % {"people": told} if told else gap(_("casualties")),
        incident.at_risk and _("People at risk: %(count)d.") % {"count": incident.at_risk},
        loss(incident),
    )


def loss(incident):
    amount = incident.direct_loss
    known = None if amount is None else yuan(amount, incident.direct_loss_estimated)
    return _("Direct economic loss: %(loss)s.") % {"loss": given(known, _("first estimate"))}


def counted(names):
    labels = {
        "deaths": _("Dead"),
        "missing": pgettext("people", "Missing"),
        "at_risk": pgettext("people", "At risk"),
        "serious_injuries": _("Seriously injured"),
        "acute_poisonings": _("Acutely poisoned"),
        "minor_injuries": _("Slightly injured"),
    }
    return [(name, labels[name]) for name in names]


def number(incident, name):
    count = getattr(incident, name)
    return given(count, _("number")) if name in ("deaths", "serious_injuries") else "" if count is None else str(count)
