"""A sheet as tables of words and numbers: the same for the page, for Excel and for Word."""

from dataclasses import dataclass, field, replace
from datetime import date

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from actions.models import ActionEvent
from common.clock import local_day
from incidents.models import Incident
from incidents.models.in_words import CASUALTIES

from .content import MOST_CAUSES, PAPER
from .period import in_words

NOBODY, BLANK = "–", "_" * 12


@dataclass(frozen=True)
class Cell:
    """`value` is a number, a day or words; `below` stands under it in small, `tone` is late, fatal or nothing."""

    value: object = ""
    below: str = ""
    url: str = ""
    tone: str = ""

    @property
    def text(self):
        return date_format(self.value, "DATE_FORMAT") if isinstance(self.value, date) else str(self.value)

    @property
    def is_number(self):
        return isinstance(self.value, int)


@dataclass(frozen=True)
class Head:
    """The head of a column: `width` in per cent of the page; `below` is what stands in small below its cells."""

    label: str
    width: int
    below: str = ""
    is_number: bool = False


@dataclass(frozen=True)
class Row:
    """`record` is the incident, the action or the cause that it is about; `on_paper`: also where there is less room."""

    cells: list
    record: object = None
    on_paper: bool = True


@dataclass(frozen=True)
class Table:
    """`more` counts the rows that are not shown."""

    name: str
    title: str
    heads: list
    rows: list
    nothing: str = ""
    more: int = 0

    @property
    def more_on_paper(self):
        return self.more + sum(not row.on_paper for row in self.rows)


@dataclass(frozen=True)
class Part:
    """A numbered part: perhaps a sentence, and its tables. One to be written by hand is `on_paper` only."""

    name: str
    title: str
    said: list = field(default_factory=list)
    tables: list = field(default_factory=list)
    on_paper: bool = False


BLANK_LINES = 3


def parts(content):
    content.settled()
    return [changed(content), late(content), to_decide(content)]


def by_hand():
    """Where the decisions of the meeting are written down before anybody types them."""
    heads = [Head(_("What was decided"), 55), Head(_("Owner"), 15), Head(_("Deadline"), 15), Head(_("Remark"), 15)]
    rows = [Row([Cell() for _head in heads])] * BLANK_LINES
    return Part("decided", decided_title(), tables=[Table("blank", decided_title(), heads, rows)], on_paper=True)


def decided_title():
    return _("4. Decisions taken")


def to_sign(led_by=BLANK, written_by=BLANK, day=BLANK):
    """Who signs below the decisions, or signed."""
    names = {_("Led by"): led_by, _("Written by"): written_by, pgettext("of a signature", "Day"): day}
    return [_("%(label)s: %(value)s") % {"label": label, "value": value} for label, value in names.items()]


# what changed


def changed(content):
    since = {"day": content.period.opening}
    tables = [numbers(content)]
    if content.harm["incidents"]:
        tables.append(incidents(content))
    if content.recounts:
        tables.append(recounts(content))
    tables.append(stories(content))
    return Part("changed", _("1. What changed since %(day)s") % since, [moved(content)], tables)


def labels_of_numbers():
    return {
        "late": _("Late actions"),
        "outstanding": _("To be done"),
        "to_verify": _("Waiting for verification"),
        "asking": _("More time asked for"),
        "without_person": _("Without a person in office"),
        "causes": _("Causes without an action"),
    }


def numbers(content):
    """Then and now, side by side."""
    labels = labels_of_numbers()
    before, now, lists = content.counts_before, content.counts, content.lists
    return Table(
        "numbers",
        _("In numbers"),
        [Head("", 16), *(Head(label, 14) for label in labels.values())],
        [
            Row([Cell(_("at the beginning")), *(Cell(capped(name, before[name])) for name in labels)]),
            Row([Cell(_("at the end")), *(Cell(capped(name, now[name]), url=lists.get(name, "")) for name in labels)]),
            Row([Cell(_("difference")), *(Cell(difference(name, before[name], now[name])) for name in labels)]),
        ],
    )


def capped(name, count):
    return f"{MOST_CAUSES:,}+" if name == "causes" and count > MOST_CAUSES else count


def difference(name, before, now):
    if name == "causes" and max(before, now) > MOST_CAUSES:
        return NOBODY
    change = now - before
    return f"+{change}" if change > 0 else f"−{-change}" if change < 0 else "0"


def moved(content):
    """What was done, in one sentence of counts."""
    harm, done = content.harm, content.moves.counts
    told = [
        ngettext("%(count)d incident logged", "%(count)d incidents logged", harm["incidents"]),
        *(CASUALTIES[name](harm[name]) for name in ("deaths", "serious_injuries") if harm[name]),
    ]
    counts = [harm["incidents"], *(harm[name] for name in ("deaths", "serious_injuries") if harm[name])]
    said = _(", ").join(text % {"count": count} for text, count in zip(told, counts, strict=True))
    verbs = [
        (pgettext("how many actions were", "given"), ("assign", "complete")),
        (pgettext("how many actions were", "submitted"), ("submit",)),
        (pgettext("how many actions were", "sent back"), ("send_back",)),
        (pgettext("how many actions were", "verified"), ("verify",)),
        (pgettext("how many actions were", "closed"), ("close",)),
        (pgettext("how many actions were", "reopened"), ("reopen", "recur")),
        (pgettext("how many actions were", "deadline moved"), ("extend", "grant_extension")),
        (pgettext("how many actions were", "handed over"), ("hand_over", "pass_verification", "pass_check")),
        (pgettext("how many actions were", "void"), ("void",)),
    ]
    counted = [(label, sum(done.get(verb, 0) for verb in names)) for label, names in verbs]
    moves = [_("%(label)s %(count)d") % {"label": label, "count": count} for label, count in counted if count]
    if not moves:
        return _("%(incidents)s. No action moved.") % {"incidents": said}
    moves = _(", ").join(moves)
    return _("%(incidents)s. Actions: %(moves)s.") % {"incidents": said, "moves": moves}


def incidents(content):
    rows = [
        Row(
            [
                Cell(incident.name, incident.number, incident.get_absolute_url()),
                Cell(str(incident.site.organization), str(incident.site)),
                Cell(
                    incident.occurred_on, incident.occurred_time and date_format(incident.occurred_time, "TIME_FORMAT")
                ),
                Cell(incident.casualties_in_words, tone="fatal" if incident.deaths else ""),
                Cell(incident.grade and Incident.Grade(incident.grade).label or NOBODY),
            ],
            incident,
        )
        for incident in content.incidents
    ]
    columns = [
        Head(_("New incidents"), 36, _("Number")),
        Head(_("Organization"), 22, _("Site")),
        Head(_("Day"), 16, _("Time")),
        Head(_("Casualties"), 15),
        Head(_("Grade"), 11),
    ]
    more = content.harm["incidents"] - len(rows)
    return Table("incidents", _("New incidents"), columns, shortened(rows, PAPER.incidents), more=more)


def recounts(content):
    rows = [
        Row(
            [
                Cell(recount.incident.name, recount.incident.number, recount.incident.get_absolute_url()),
                Cell(str(recount.incident.site.organization), str(recount.incident.site)),
                Cell(_("; ").join(recounted(name, *counts) for name, counts in recount.counts.items())),
            ],
            recount.incident,
        )
        for recount in content.recounts
    ]
    columns = [
        Head(_("Casualties that changed"), 36, _("Number")),
        Head(_("Organization"), 22, _("Site")),
        Head(pgettext("of a count", "Change"), 42),
    ]
    return Table("recounts", _("Casualties that changed"), columns, shortened(rows, PAPER.incidents))


def recounted(name, before, after):
    label = Incident._meta.get_field(name).verbose_name
    before, after = (_("unknown") if count is None else str(count) for count in (before, after))
    return _("%(label)s: %(before)s → %(after)s") % {"label": label, "before": before, "after": after}


def stories(content):
    rows = [
        Row(
            [
                what(story.action),
                where(story.action),
                people(story.action),
                Cell(" → ".join(str(ActionEvent.Verb(event.verb).label) for event in story.events)),
                Cell(story.action.get_status_display(), until(story.action)),
            ],
            story.action,
        )
        for story in content.stories
    ]
    columns = [
        Head(_("Actions that moved"), 29, _("Number")),
        Head(_("Organization"), 20, _("Site")),
        Head(_("Owner"), 11),
        Head(_("Moves"), 24),
        Head(_("State"), 16, _("Deadline")),
    ]
    more = content.moves.counts[None] - len(rows)
    rows = shortened(rows, PAPER.stories)
    return Table("stories", _("Actions that moved"), columns, rows, _("No action moved."), more)


def shortened(rows, count):
    """`rows`, of which all but the first `count` are not on paper."""
    return [row if place < count else replace(row, on_paper=False) for place, row in enumerate(rows)]


# what is late


def late(content):
    now = content.period.until
    rows = [
        Row(
            [
                what(action),
                where(action),
                people(action),
                Cell(action.deadline, first_deadline(action)),
                Cell(-action.days_left(now), tone="late"),
                Cell(Truncator(why_late(action, now)).chars(content.most.words)),
            ],
            action,
        )
        for action in content.late
    ]
    columns = [
        Head(_("What is late"), 26, _("Number")),
        Head(_("Organization"), 20, _("Site")),
        Head(_("Owner"), 9),
        Head(_("Deadline"), 15, _("First deadline")),
        Head(_("Days late"), 8, is_number=True),
        Head(_("Why late"), 22),
    ]
    count = content.counts["late"]
    more = count - len(rows)
    rows = shortened(rows, PAPER.late)
    table = Table("late", _("Late, the oldest first"), columns, rows, _("Nothing is late."), more)
    worst = [
        _("%(organization)s %(count)d, oldest %(days)d days") % {"organization": of, "count": number, "days": days}
        for of, number, days in content.worst
    ]
    said = [_("Most of it at: %(organizations)s.") % {"organizations": _("; ").join(worst)}] if worst else []
    title = ngettext("2. Late: %(count)d action", "2. Late: %(count)d actions", count) % {"count": count}
    return Part("late", title, said, [table])


def first_deadline(action):
    if not action.has_moved_deadline:
        return ""
    return _("first: %(day)s") % {"day": date_format(action.original_deadline, "DATE_FORMAT")}


def why_late(action, now):
    if action.is_explained:
        return _("%(reason)s: %(note)s") % {"reason": action.get_late_reason_display(), "note": action.late_note}
    return _("not said yet") if action.asked_why_at(now) else ""


# what has to be decided


def to_decide(content):
    now, words = content.period.until, content.most.words
    asked = [
        decision(
            _("More time asked for"),
            action,
            action.verifier,
            _("until %(day)s: %(reason)s")
            % {"day": date_format(wish.deadline, "DATE_FORMAT"), "reason": Truncator(wish.reason).chars(words)},
            days_since(wish.asked_at, action.site, now),
        )
        for action, wish in content.asking
    ]
    submitted = [
        decision(_("Verification waits"), action, action.verifier, "", days_since(action.since, action.site, now))
        for action in content.to_verify
    ]
    without = [
        decision(_("Without a person in office"), action, None, gone(action), None) for action in content.without_person
    ]
    causes = [
        nobodys(
            _("No action yet"),
            Cell(Truncator(cause.statement).chars(words), cause.incident.name, cause.incident.get_absolute_url()),
            cause.incident.site,
            days_since(cause.created_at, cause.incident.site, now),
            cause,
        )
        for cause in content.causes
    ]
    waivers = [
        nobodys(
            _("Reason for no action"),
            Cell(
                Truncator(waiver.finding.statement).chars(words),
                Truncator(waiver.reason).chars(words),
                waiver.get_absolute_url(),
            ),
            waiver.site,
            days_since(waiver.proposed_at, waiver.site, now),
            waiver,
        )
        for waiver in content.waivers
    ]
    rows = [row for kind in (asked, submitted, without, waivers, causes) for row in shortened(kind, PAPER.decisions)]
    columns = [
        Head(_("Kind of decision"), 15),
        Head(_("About what"), 40, _("Remark")),
        Head(_("Organization"), 20, _("Site")),
        Head(_("Who decides"), 14),
        Head(_("Days waiting"), 11, is_number=True),
    ]
    kinds = ("asking", "to_verify", "without_person", "waivers", "causes")
    count = sum(content.counts[kind] for kind in kinds)
    table = Table("decide", _("Decisions needed"), columns, rows, _("Nothing waits for a decision."), count - len(rows))
    return Part("decide", _("3. Decisions needed"), tables=[table])


def decision(kind, action, who, remark, days):
    about = what(action)
    below = _("%(number)s · %(remark)s") % {"number": action.number, "remark": remark} if remark else about.below
    cells = [
        Cell(kind),
        Cell(about.value, below, about.url),
        where(action),
        Cell(str(who) if who else NOBODY),
        Cell(NOBODY if days is None else days),
    ]
    return Row(cells, action)


def nobodys(kind, about, site, days, record):
    """What is decided about a cause: by whoever may, none by name."""
    return Row([Cell(kind), about, Cell(str(site.organization), str(site)), Cell(NOBODY), Cell(days)], record)


def gone(action):
    if action.status == action.Status.VERIFIED:
        return _("checked by %(person)s") % {"person": action.checker}
    names = {"owner": action.owner, "verifier": action.verifier}
    return _("owner %(owner)s, verifier %(verifier)s") % names


def days_since(instant, site, now):
    """Local days; None where nobody knows since when."""
    return instant and (local_day(now, site.time_zone) - local_day(instant, site.time_zone)).days


# cells


def what(action):
    return Cell(action.title, action.number, action.get_absolute_url())


def where(action):
    return Cell(str(action.site.organization), str(action.site))


def people(action):
    return Cell(str(action.owner or NOBODY))


def until(action):
    if action.deadline is None or action.status != action.Status.ASSIGNED:
        return ""
    return _("until %(day)s") % {"day": date_format(action.deadline, "DATE_FORMAT")}


# the head


def title_of(places):
    """What stands above a sheet: of which places it is."""
    if not places:
        return _("Meeting sheet")
    names = " · ".join(getattr(place, "full_name", str(place)) for place in places)
    return _("%(places)s: meeting sheet") % {"places": names}


def as_of(period):
    return _("as of %(when)s") % {"when": in_words(period.until)}
