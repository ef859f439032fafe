"""How the casualties of an incident are counted, until when a change counts, and what was known when."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.calendars import end_of_day
from common.clock import local_day
from common.lifecycle import AlreadyMoved

from ..rules import codes, windows
from .in_words import casualties_of

TOTALS = ("deaths", "serious_injuries", "acute_poisonings", "minor_injuries", "missing", "victims")
TOLD = (*TOTALS, "grade", "name")


@dataclass(frozen=True)
class Known:
    """What was known from an instant on: totals (None: not known), grade and name, and the event that said so."""

    at: datetime
    event: object
    facts: dict

    @property
    def casualties(self):
        return casualties_of(self.facts)

    @property
    def grade_in_words(self):
        choices = self.event.incident.Grade
        return str(choices(self.facts["grade"]).label) if self.facts["grade"] else _("not graded")


class Counted:
    """The part of Incident that counts people."""

    @property
    def window_kind(self):
        """fire and road_traffic have a window of their own: as somebody said, or as the category says."""
        category = codes.all_categories().get(self.category)
        return self.accident_kind or (category.accident_kind if category else "work")

    @property
    def window_until(self):
        """The last local day on which a change of the casualties changes the grade; None where no rule says so."""
        if self.kind != self.Kind.ACCIDENT:
            return None
        return windows.last_day(self.occurred_on, self.window_kind, self.site.region.jurisdiction)

    def counts_on(self, day):
        return self.window_until is None or day <= self.window_until

    def window_is_over(self, now):
        return not self.counts_on(local_day(now, self.site.time_zone))

    @property
    def missing_count_as_dead_from(self):
        """The first local day on which whoever is still missing counts as dead; None where no rule says so."""
        if self.kind != self.Kind.ACCIDENT or not self.missing:
            return None
        return windows.dead_from(self.occurred_on, self.window_kind, self.site.region.jurisdiction)

    def named(self):
        """{total: how many of it are recorded as persons}."""
        rows = self.casualty_rows.filter(stands=True).values_list("counted_as")
        return dict.fromkeys(TOTALS, 0) | dict(rows.annotate(count=Count("pk")).order_by())

    def not_named(self, rows):
        """How many nobody has recorded as a person, in words; `rows` are all casualties. Empty where all are."""
        named = Counter(row.counted_as for row in rows if row.stands)
        left = {name: (getattr(self, name) or 0) - named[name] for name in TOTALS}
        return " · ".join(casualties_of(left).values()) if any(left.values()) else ""

    def known(self, events):
        """What was known from when on, newest first, undone from today by `events`: all of this incident's, with their
        findings."""
        facts = {name: getattr(self, name) for name in TOLD}
        found = []
        for event in sorted(events, key=lambda event: (event.at, event.pk), reverse=True):
            if event.about is not type(self):
                continue
            told = {name: pair[0] for name, pair in event.changes.items() if name in TOLD}
            if told or event.verb in ("logged", "imported"):
                found.append(Known(event.at, event, dict(facts)))
            facts |= {name: read(name, value) for name, value in told.items()}
        return found

    def known_on(self, day, events):
        """What was known at the end of a local day, or None where nothing was."""
        end = end_of_day(day, self.site.time_zone)
        return next((known for known in self.known(events) if known.at < end), None)

    # verbs

    def recount(self, totals, verb, *, by, now, casualty=None, note="", more=None):
        """Set totals, grade and name anew, for what became of somebody. The caller holds the lock."""
        self.keep(totals, verb, by=by, now=now, casualty=casualty, note=note, more=more)

    @transaction.atomic
    def count_missing_as_dead(self, *, by, now, note):
        """Whoever is missing for longer than the window counts as dead (statistics scheme of 2016)."""
        if not self.may(by, "count_missing"):
            raise PermissionDenied
        since = self.missing_count_as_dead_from
        if since is None or local_day(now, self.site.time_zone) < since:
            raise ValidationError(_("Nobody is missing for so long that they count as dead."))
        incident = type(self).objects.locked(self.pk)
        if incident.version != self.version:
            raise AlreadyMoved
        for casualty in incident.casualty_rows.filter(stands=True, counted_as="missing"):
            casualty.change(harm="death", harm_since=since, counted_as="deaths")
            casualty.remember(by=by, now=now, note=note)
        totals = {"deaths": (incident.deaths or 0) + incident.missing, "missing": 0}
        incident.keep(totals, "missing_counted", by=by, now=now, note=note)
        self.refresh_from_db()

    # what `edit` asks

    def refuse_late_counts(self, before, now, correction):
        """A total that is known changes after the window only because it was wrong; and it names nobody away."""
        errors = {}
        named = self.named()
        for name in TOTALS:
            old, new = getattr(before, name), getattr(self, name)
            if old == new:
                continue
            if (new or 0) < named[name]:
                errors[name] = _("%(count)d of them are recorded as persons: change or strike these first.") % {
                    "count": named[name]
                }
            elif old is not None and not correction and before.completed and before.window_is_over(now):
                day = date_format(before.window_until, "DATE_FORMAT")
                errors[name] = _(
                    "What changed after %(day)s does not change the totals: record it on the person. If the number "
                    "was wrong, say below why."
                ) % {"day": day}
        if errors:
            raise ValidationError(errors)


def read(name, value):
    """A fact as an event keeps it, read again."""
    return int(value) if name in TOTALS and value is not None else value
