"""A file, a mapping and a register become one account: all of it is taken, or nothing.

The command calls `take`; a page for uploads would call the same.
"""

import hashlib
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from incidents import imports as incidents

from . import reading
from .mapping import REQUIRED_OF_SITE, SITE, BadCell, bad_mapping, value_of
from .models import ImportBatch, ImportRow
from .places import Places
from .problems import Problem, Refused, quoted

REGISTERS = {"incidents": incidents}
BATCH = 1000
LONGEST_KEY = 80


@dataclass
class Entry:
    """One row on its way: what it says, and the record that an earlier row of its key became."""

    number: int
    key: str
    raw: dict
    facts: dict
    place: dict
    site: object = None
    record: object = None
    outcome: str = ""


@dataclass
class Account:
    """What became of a file. With problems, or as a trial, nothing of it was stored."""

    rows: int
    entries: list = field(default_factory=list)
    problems: list = field(default_factory=list)
    made: dict = field(default_factory=dict)
    batch: ImportBatch | None = None

    def count(self, outcome):
        return sum(entry.outcome == outcome for entry in self.entries)

    @property
    def refused(self):
        return len({problem.row for problem in self.problems})

    @property
    def kept(self):
        return [entry for entry in self.entries if entry.outcome == "kept"]

    @property
    def counts(self):
        return {"rows": self.rows} | {name: self.count(name) for name in ("new", "updated", "same", "kept")}


def take(data, mapping, *, file_name, now, by=None, encoding=None, dry_run=False):
    """Take the bytes of a file in. Returns the Account; raises Refused where the file as a whole cannot be read."""
    register = REGISTERS[mapping.register]
    refuse_mapping(register, mapping)
    table = reading.read(data, expected=frozenset(mapping.columns), encoding=encoding or mapping.encoding)
    mapping.refuse_columns(table.columns)
    with transaction.atomic():
        only_one_at_a_time()
        account = Account(rows=len(table.rows), problems=list(table.problems))
        account.entries = entries_of(table, mapping, register, account.problems)
        find_records(register, mapping, account.entries)
        place(mapping, register, now, account)
        if account.problems:
            account.problems.sort(key=lambda problem: problem.row)
            transaction.set_rollback(True)
            return account
        write(register, mapping, account, data=data, file_name=file_name, by=by, now=now)
        if dry_run:
            account.batch = None
            transaction.set_rollback(True)
    return account


def refuse_mapping(register, mapping):
    unknown = [fact for fact in mapping.facts if fact not in register.FACTS]
    missing = [fact for fact in register.REQUIRED if fact not in mapping.facts]
    problems = [
        *[_("“%(fact)s” is not a fact of this register.") % {"fact": fact} for fact in unknown],
        *[_("“%(key)s” is missing.") % {"key": f"facts.{fact}"} for fact in missing],
    ]
    if problems:
        raise Refused(*[bad_mapping(mapping.name, problem) for problem in problems])


def only_one_at_a_time():
    """Two imports of one file at once must not both find a row missing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('imports'))")


# from rows to entries


def entries_of(table, mapping, register, problems):
    broken = {problem.row for problem in table.problems}
    entries, first_row = [], {}
    for number, cells in table.rows:
        if number in broken:
            continue
        raw = dict(zip(table.columns, cells, strict=True))
        entry, found = entry_of(number, raw, mapping, register)
        if entry and entry.key in first_row:
            message = _("The key “%(key)s” stands already in row %(row)d.")
            found = [Problem(message % {"key": quoted(entry.key), "row": first_row[entry.key]}, number, mapping.key[0])]
        problems += found
        if not found:
            entries.append(entry)
            first_row[entry.key] = number
    return entries


def entry_of(number, raw, mapping, register):
    cells, problems = mapping.cleaned(raw), []

    def taken(fact, rule, convert, required):
        try:
            value = convert(rule.of(cells))
            if required and value in (None, ""):
                raise BadCell(_("This has to be known, and is empty."))
        except BadCell as bad:
            problems.append(Problem(str(bad), number, ", ".join(rule.uses) or fact))
            return None
        return value

    for column in mapping.key:
        if not cells[column]:
            problems.append(Problem(_("The key of the row is empty."), number, column))
    key = "-".join(cells[column] for column in mapping.key)
    if len(key) > LONGEST_KEY:
        problems.append(Problem(too_long(key, LONGEST_KEY), number, mapping.key[0]))
    site = {}
    for name, longest in SITE.items():
        rule = mapping.site.get(name)
        short = name_of_at_most(longest)
        site[name] = taken(f"site.{name}", rule, short, name in REQUIRED_OF_SITE) if rule else ""
    facts = {}
    for fact, rule in mapping.facts.items():
        if fact != "name":
            facts[fact] = taken(fact, rule, reader_of(register.field(fact), rule), fact in register.REQUIRED)
    if problems:
        return None, problems
    if "name" in mapping.facts:
        day = facts["occurred_on"]
        cells |= {"organization": site["organization"], "day": f"{day.month}·{day.day}"}
        rule = mapping.facts["name"]
        facts["name"] = taken("name", rule, reader_of(register.field("name"), rule), required=False)
    return (None, problems) if problems else (Entry(number, key, raw, facts, site), [])


def reader_of(field, rule):
    """From text to a value of the model's field; one line, and not longer than the field."""
    if getattr(field, "max_length", None) and not field.choices:
        return name_of_at_most(field.max_length)
    return lambda text: value_of(text, field, rule)


def name_of_at_most(longest):
    def read(text):
        text = " ".join(text.split())
        if len(text) > longest:
            raise BadCell(too_long(text, longest))
        return text

    return read


def too_long(text, longest):
    message = _("“%(value)s” has %(length)d characters; %(longest)d are allowed.")
    return message % {"value": quoted(text), "length": len(text), "longest": longest}


# from entries to records


def find_records(register, mapping, entries):
    """What earlier rows of these keys became. A record that a person has taken on is left alone."""
    records = register.known(mapping.source, [entry.key for entry in entries])
    rows = ImportRow.objects.filter(incident__in=[record.pk for record in records.values()]).order_by("pk")
    last_raw = dict(rows.values_list("incident_id", "raw"))
    for entry in entries:
        entry.record = records.get(entry.key)
        if entry.record is None:
            entry.outcome = "new"
        elif entry.raw == last_raw.get(entry.record.pk) and not register.is_ours(entry.record):
            entry.outcome = "same"
        elif not register.is_ours(entry.record):
            entry.outcome = "kept"


def place(mapping, register, now, account):
    """Find or make every site, then ask the register whether the facts can be true there."""
    entries = [entry for entry in account.entries if entry.outcome in ("new", "")]
    places = Places(mapping, [entry.place for entry in entries])
    account.made = places.made
    for entry in entries:
        entry.site = places.site(entry.place)
        if entry.site.region.code != entry.place["region"]:
            message = _("The site “%(site)s” lies in the region %(there)s here, and in %(given)s in the file.")
            names = {"site": entry.site, "there": entry.site.region.code, "given": entry.place["region"]}
            account.problems.append(Problem(message % names, entry.number))
            continue
        try:
            register.refuse(entry.facts, entry.site, now)
        except ValidationError as error:
            for fact, messages in error.message_dict.items():
                column = ", ".join(mapping.facts[fact].uses) or fact
                value = quoted(entry.facts[fact])
                account.problems += [
                    Problem(_("“%(value)s”: %(message)s") % {"value": value, "message": message}, entry.number, column)
                    for message in messages
                ]


def write(register, mapping, account, *, data, file_name, by, now):
    new = [entry for entry in account.entries if entry.outcome == "new"]
    known = [entry for entry in account.entries if entry.outcome == ""]
    for entry in known:
        entry.outcome = "updated" if register.differences(entry.record, entry.facts, entry.site) else "same"
    updated = [entry for entry in known if entry.outcome == "updated"]

    def note(entry):
        return f"{file_name} · {entry.number}"

    with override(mapping.language):
        made = register.create([(e.key, e.facts, e.site, note(e)) for e in new], source=mapping.source, by=by, now=now)
        register.update([(e.record, e.facts, e.site, note(e)) for e in updated], by=by, now=now)
    for entry, record in zip(new, made, strict=True):
        entry.record = record
    store_rows(mapping, account, data=data, file_name=file_name, by=by, now=now)


def store_rows(mapping, account, *, data, file_name, by, now):
    """One batch and the rows that are not stored yet. The same file again leaves none."""
    rows = ImportRow.objects.filter(incident__in=[entry.record.pk for entry in account.entries]).order_by("pk")
    last_raw = dict(rows.values_list("incident_id", "raw"))
    fresh = [e for e in account.entries if e.outcome != "same" or e.raw != last_raw.get(e.record.pk)]
    if not fresh:
        return
    account.batch = ImportBatch.objects.create(
        register=mapping.register,
        mapping=mapping.name,
        source=mapping.source,
        attribution=mapping.attribution,
        licence=mapping.licence,
        file_name=file_name,
        sha256=hashlib.sha256(data).hexdigest(),
        by=by,
        at=now,
        counts=account.counts,
        made=account.made,
    )
    ImportRow.objects.bulk_create(
        [
            ImportRow(
                batch=account.batch,
                number=entry.number,
                key=entry.key,
                raw=entry.raw,
                outcome=entry.outcome,
                incident=entry.record,
            )
            for entry in fresh
        ],
        BATCH,
    )
