"""The tables of an evidence pack: the register of its files, what people did, who was hurt."""

from zoneinfo import ZoneInfo

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from actions.models import ActionEvent
from incidents.models import Casualty
from incidents.models.casualty import PRIVATE
from incidents.models.counted import TOTALS
from overview.incident import events_of

from ..parts import unmarked
from ..quick_report import loss, when, where
from ..wording import people, short_day


def of(case, held):
    """(path, columns, rows) of each table."""
    return [
        ("register.csv", *register(case, held)),
        ("events.csv", *events(case)),
        ("casualties.csv", *casualties(case)),
    ]


def register(case, held):
    columns = [
        _("No."),
        _("File"),
        _("Kind"),
        _("Belongs to"),
        _("Name at upload"),
        _("Bytes"),
        _("Uploaded by"),
        _("Uploaded at"),
        _("SHA-256 of the file in this pack"),
        _("SHA-256 of what was uploaded"),
        _("Remark"),
    ]
    rows = [
        [
            place,
            holding.path,
            holding.kind,
            holding.about,
            holding.file.name,
            holding.size,
            str(holding.file.uploaded_by),
            at(case, holding.file.uploaded_at),
            holding.sha256,
            holding.file.sha256,
            holding.remark,
        ]
        for place, holding in enumerate(held, start=1)
    ]
    return columns, rows


def events(case):
    """Oldest first, at the local time of the site."""
    columns = [_("When"), _("Who"), _("What"), pgettext("of an event", "About"), _("Note"), _("Changes")]
    told = reversed(events_of(case.incident, case.all_actions, case.reader))
    rows = (
        [at(case, event.at), str(event.by or ""), event.get_verb_display(), about(event), event.note, changes(event)]
        for event in told
    )
    return columns, rows


def about(event):
    if isinstance(event, ActionEvent):
        return str(event.action)
    return str(event.finding or event.casualty or event.incident)


def changes(event):
    return "\n".join(f"{label}: {before} → {after}" for label, before, after in event.changed())


def casualties(case):
    """Masked, unless they are revealed; then with what is private, too."""
    private = [name for name in PRIVATE if name != "person"] if case.is_revealed else []
    labels = [capfirst(Casualty._meta.get_field(name).verbose_name) for name in private]
    columns = [_("No."), pgettext("a person's", "Name"), *labels, _("Employer"), _("Job"), _("Harm"), _("Since")]
    rows = [
        [
            casualty.number,
            case.name_of(casualty),
            *(getattr(casualty, name) for name in private),
            casualty.employer,
            casualty.job,
            casualty.get_harm_display(),
            short_day(casualty.harm_since),
        ]
        for casualty in case.casualties
    ]
    return columns, rows


def facts(case):
    """(label, value) of the incident, for the index."""
    incident = case.incident
    told = [
        (_("Number"), incident.number),
        (_("Name"), incident.name),
        (_("Unit of the accident"), case.site.full_name),
        (_("Time of the accident"), when(incident)),
        (_("Place of the accident"), where(incident)),
        (_("What happened"), incident.description),
        (_("Casualties"), people({name: getattr(incident, name) for name in TOTALS}) or _("not known yet")),
        (_("Direct economic loss"), loss(incident)),
        (_("Grade"), incident.get_grade_display() if incident.grade else _("not graded")),
    ]
    return [(label, unmarked(str(value))) for label, value in told]


def at(case, instant):
    return instant.astimezone(ZoneInfo(case.zone)).strftime("%Y-%m-%d %H:%M:%S %z")
