"""The cover of the case file (卷宗封面) and the list of what is in it."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from .parts import Document, Field, Form, NewPage, Table, given
from .quick_report import when, where
from .wording import day, moment, short_day, shortened

BLANK_ROWS = 3


def document(case):
    incident = case.incident
    form = Form(
        [
            [Field(_("Case number"), incident.number)],
            [Field(_("Name of the case"), incident.name)],
            [Field(_("Unit of the accident"), case.site.full_name)],
            [Field(_("Time of the accident"), when(incident))],
            [Field(_("Place of the accident"), where(incident))],
            [
                Field(_("Type of accident"), given(incident.category_label, _("type"))),
                Field(_("Grade"), incident.get_grade_display() if incident.grade else _("not graded")),
            ],
            [
                Field(_("Opened on"), day(case.local_day(incident.reported_at))),
                Field(pgettext("of a case", "Closed on"), closed(case)),
            ],
            [
                Field(_("Office in charge"), given("", _("office"))),
                Field(_("Person in charge"), given("", pgettext("a person's", "name"))),
            ],
            [
                Field(_("To be kept for"), given("", _("period"))),
                Field(_("Volumes and pages"), given("", _("volumes, pages"))),
            ],
        ]
    )
    return Document(
        "case-cover",
        _("Case file of a work accident"),
        [form, NewPage(), contents(case)],
        as_of=_("As recorded on %(when)s") % {"when": moment(case.now, case.zone)},
        is_cover=True,
    )


def contents(case):
    rows = [[str(place), *row, ""] for place, row in enumerate(listed(case), start=1)]
    rows += [[str(len(rows) + place), "", "", "", ""] for place in range(1, BLANK_ROWS + 1)]
    heads = [
        (_("No."), 9),
        (_("Name of the document"), 47),
        (_("Number or count"), 17),
        (_("Date"), 17),
        (_("Page"), 10),
    ]
    return Table(_("Contents of the file"), heads, rows)


def closed(case):
    return day(case.local_day(case.closed_at)) if case.closed_at else given("", _("date"))


def listed(case):
    """(name, number or count, date) of everything that belongs into the file."""
    incident = case.incident
    yield _("Case cover and contents"), "", day_of(case, case.now)
    for report in case.reports:
        yield str(report), incident.number, day_of(case, report.filed_at)
    if not case.reports:
        yield _("Quick report of a work accident"), incident.number, day_of(case, incident.reported_at)
    if case.photos:
        yield _("Photos of the scene"), sheets(len(case.photos)), day_of(case, case.photos[-1].uploaded_at)
    if case.casualties:
        yield _("List of casualties"), sheets(len(case.casualties)), ""
    if case.team:
        yield _("Team that investigates, with declarations of interest"), sheets(len(case.team)), ""
    if case.statements:
        yield _("Statements (restricted)"), sheets(case.statements), ""
    for exhibit in case.exhibits:
        name = _("%(label)s: %(title)s") % {"label": exhibit.label, "title": shortened(exhibit.title, 60)}
        yield name, sheets(len(exhibit.files.all())) if exhibit.files.all() else "", short_day(exhibit.secured_on)
    yield _("Investigation report"), "", ""
    yield _("Rectification list"), sheets(len(case.actions)), day_of(case, case.now)
    yield _("Evidence of actions carried out"), "", ""
    for name, number, on in case.papers:
        yield capfirst(str(name)), shortened(number, 40), short_day(on)
    for handling in case.handlings:
        if handling.decided_on:
            number = shortened(handling.decision_number, 40)
            yield _("Decision about a person held responsible"), number, short_day(handling.decided_on)
    for training in case.trainings:
        yield (
            _("Record of a training"),
            f"{len(training.came)}/{len(training.had_to_come)}",
            short_day(training.held_on),
        )
    yield _("Reply to the investigation report, and decisions about those responsible"), "", ""
    yield _("Decision to close the case"), "", ""


def sheets(count):
    return ngettext("%(count)d item", "%(count)d items", count) % {"count": count}


def day_of(case, instant):
    return short_day(case.local_day(instant))
