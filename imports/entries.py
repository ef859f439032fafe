"""From rows to entries: what each row says, in values, before anything is looked up."""

import hashlib
from contextlib import suppress
from dataclasses import dataclass, field

from django.db.models import DateField
from django.utils.translation import gettext as _

from .leaving import is_header_again, is_total
from .mapping import SITE, WORDS
from .people import Named, NotFound
from .problems import Problem, quoted
from .reading import FORBIDDEN, holds_a_control
from .values import BadCell, line_of_at_most, moment_of, value_of

LONGEST_KEY = 80
DIGEST = 16


@dataclass
class Entry:
    """One row on its way: what it says, what is wrong with it, and the record that an earlier row of its key became."""

    number: int
    key: str
    raw: dict
    rules: dict
    facts: dict = field(default_factory=dict)
    place: dict = field(default_factory=dict)
    problems: list = field(default_factory=list)
    remarks: list = field(default_factory=list)
    site: object = None
    site_is_new: bool = False
    record: object = None
    outcome: str = ""
    because: str = ""
    last_raw: dict | None = None  # of the last row that was stored under this key,
    stored_at: object = None  # and when that was

    def columns_of(self, fact):
        rule = self.rules.get(fact)
        return ", ".join(rule.uses) if rule and rule.uses else fact

    def blame(self, fact, message):
        self.problems.append(Problem(message, self.number, self.columns_of(fact), fact))

    def refuse(self, fact, message):
        """The value of the fact cannot be true, for this reason."""
        given = {"value": quoted(self.facts[fact]), "message": message}
        self.blame(fact, _("“%(value)s”: %(message)s") % given)

    def leave_empty(self, fact, reason):
        """The mapping says that a doubt leaves the fact empty: it is remarked, never silent."""
        self.facts[fact] = None
        message = _("%(reason)s The place is left empty.") % {"reason": reason}
        self.remarks.append(Problem(message, self.number, self.columns_of(fact)))


class Reader:
    """Reads the rows of one file by one mapping. It remembers what only the whole file shows: keys, merged cells."""

    def __init__(self, table, mapping, register):
        self.columns = mapping.named(table.columns)
        self.header, self.mapping, self.register = table.columns, mapping, register
        self.year = mapping.year_in(table.title)
        self.first_row, self.above = {}, {}
        self.passed_over = []
        days = [fact for fact in mapping.facts if isinstance(register.field(fact), DateField)]
        self.days = {mapping.facts[fact].column: mapping.facts[fact] for fact in days}

    def read(self, row):
        """The Entry of a row, or None where the row is a total or the header once more."""
        if is_total(row.cells) or is_header_again(row.cells, self.header):
            self.passed_over.append(row.number)
            return None
        raw = dict(zip(self.columns, row.cells, strict=True))
        cells = self.filled_down(self.mapping.cleaned(raw))
        entry = Entry(row.number, self.key_of(cells), raw, self.rules)
        if rule := self.reason(cells, lambda rule: rule.needs_no_fault):
            return left_out(entry, rule)
        self.find_faults(row, cells, entry)
        self.refuse_double(cells, entry)
        if entry.outcome != "left_out" and not entry.problems:
            self.read_facts(cells, entry)
        self.excuse(entry, cells)
        if not entry.problems and entry.outcome != "left_out":
            self.first_row[entry.key] = row.number
        return entry

    @property
    def rules(self):
        return {f"site.{name}": rule for name, rule in self.mapping.site.items()} | self.mapping.facts

    def filled_down(self, cells):
        """A cell that was merged over several rows says in each of them what it says in the first."""
        for name in self.mapping.fill_down:
            cells[name] = self.above[name] = cells[name] or self.above.get(name, "")
        return cells

    def key_of(self, cells):
        """The cells that name the row; a long key keeps its beginning and a digest of the whole."""
        parts = [self.key_part(column, cells[column]) for column in self.mapping.key]
        key = "-".join(" ".join(part.split()) for part in parts) if any(parts) else ""
        if len(key) <= LONGEST_KEY:
            return key
        digest = hashlib.sha256(key.encode()).hexdigest()[:DIGEST]
        return f"{key[: LONGEST_KEY - DIGEST - 1]}…{digest}"

    def key_part(self, column, text):
        """A day names the row the same in whatever way it is written."""
        if text and column in self.days:
            with suppress(BadCell):
                return moment_of(text, self.days[column].formats, self.year).date().isoformat()
        return text

    def find_faults(self, row, cells, entry):
        used = set(self.mapping.columns)
        for place, message in row.faults:
            if place is None:
                entry.problems.append(Problem(message, row.number))
            elif self.columns[place] in used:
                entry.problems.append(Problem(message, row.number, self.columns[place]))
        for name in self.columns:
            if FORBIDDEN.search(cells[name]):
                entry.problems.append(Problem(holds_a_control(cells[name]), row.number, name))
        for column in self.mapping.key:
            if not cells[column] and column not in self.mapping.optional:
                entry.problems.append(Problem(_("The key of the row is empty."), row.number, column))

    def refuse_double(self, cells, entry):
        first = self.first_row.get(entry.key)
        if first is None:
            return
        if rule := self.reason(cells, lambda rule: rule.repeated):
            left_out(entry, rule)
            return
        message = _("The key “%(key)s” stands already in row %(row)d.") % {"key": quoted(entry.key), "row": first}
        entry.problems.append(Problem(message, entry.number, self.mapping.key[0]))

    def excuse(self, entry, cells):
        if entry.problems and (rule := self.reason(cells, lambda rule: rule.excuses(entry.problems))):
            left_out(entry, rule)

    def reason(self, cells, holds):
        """The first rule that leaves such a row out."""
        return next((rule for rule in self.mapping.leave_out if holds(rule) and rule.concerns(cells)), None)

    # facts

    def read_facts(self, cells, entry):
        for name, longest in SITE.items():
            rule = self.mapping.site.get(name)
            required = name in (*self.register.SITE_REQUIRED, "region")
            read = line_of_at_most(longest)
            entry.place[name] = self.taken(entry, f"site.{name}", rule, cells, read, required) if rule else ""
        later = []
        for fact, rule in self.mapping.facts.items():
            if any(word in rule.uses and word not in self.columns for word in WORDS):
                later.append(fact)  # it speaks of what is known only now
            else:
                self.read_fact(entry, fact, cells)
        if later and not entry.problems:
            cells = cells | self.words(entry)
            for fact in later:
                self.read_fact(entry, fact, cells)

    def read_fact(self, entry, fact, cells):
        model_field, rule = self.register.field(fact), self.mapping.facts[fact]

        def read(text):
            return value_of(text, model_field, rule, self.year)

        entry.facts[fact] = self.taken(entry, fact, rule, cells, read, fact in self.register.REQUIRED)
        value = entry.facts[fact]
        if isinstance(value, Named) and not value.name:
            message = _("“%(value)s” names several persons.") % {"value": quoted(value.written)}
            entry.leave_empty(fact, message)

    def words(self, entry):
        day = entry.facts.get(self.register.DAY)
        return {
            "organization": entry.place.get("organization", ""),
            "site": entry.place.get("name", ""),
            "day": f"{day.month}·{day.day}" if day else "",
        }

    def taken(self, entry, fact, rule, cells, read, required):
        try:
            value = read(rule.of(cells))
            if required and value in (None, ""):
                raise BadCell(_("This has to be known, and is empty."))
        except BadCell as bad:
            entry.blame(fact, str(bad))
            return None
        return value


def left_out(entry, rule):
    entry.outcome, entry.because, entry.problems = "left_out", rule.because, []
    return entry


def name_people(entries, people):
    """Put persons where entries hold names. Only for entries whose site is known."""
    for entry in entries:
        for fact, value in list(entry.facts.items()):
            if not isinstance(value, Named):
                continue
            try:
                entry.facts[fact] = people.at(entry.site, value.name)
            except NotFound as absent:
                if absent.doubt in value.leave:
                    entry.leave_empty(fact, str(absent))
                else:
                    entry.blame(fact, str(absent))
