"""A file, a mapping and a register become one account: all of it is taken, or nothing.

The command calls `take`; a page for uploads would call the same. Rows pass through in chunks, so that a large register
needs no more memory than a small one.
"""

import hashlib
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count, islice
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import Role
from common.clock import local_day
from common.numbers import next_numbers

from . import reading
from .entries import Reader, name_people
from .mapping import bad_mapping
from .models import ImportBatch, ImportRow
from .people import Named, People
from .places import Places
from .problems import Problem, Refused
from .registers import REGISTERS

BATCH = 1000
MOST_KEPT = 10_000  # problems, remarks and rows that are listed; all are counted
TRIAL = "0000"  # the year of numbers that are given to try
OUTCOMES = ("new", "updated", "same", "kept", "left_out")


class Kept(NamedTuple):
    number: int
    record: str


@dataclass
class Account:
    """What became of a file. With problems, or as a trial, nothing of it was stored."""

    outcomes: Counter = field(default_factory=Counter)
    problems: list = field(default_factory=list)
    refused_rows: set = field(default_factory=set)
    remarks: list = field(default_factory=list)
    remarked: int = 0
    left_out: dict = field(default_factory=dict)  # reason → numbers of rows
    passed_over: list = field(default_factory=list)  # numbers of total rows and repeated headers
    kept: list = field(default_factory=list)
    made: dict = field(default_factory=dict)
    rows: int = 0
    batch: ImportBatch | None = None

    @property
    def refused(self):
        return len(self.refused_rows)

    @property
    def counts(self):
        return {"rows": self.rows} | {name: self.outcomes[name] for name in OUTCOMES}

    def blame(self, problems):
        self.refused_rows |= {problem.row for problem in problems}
        self.problems += problems[: MOST_KEPT - len(self.problems)]

    def note_down(self, entries):
        """Count what became of entries that are through, and let go of them."""
        for entry in entries:
            self.outcomes[entry.outcome] += 1
            self.remarked += len(entry.remarks)
            self.remarks += entry.remarks[: MOST_KEPT - len(self.remarks)]
            if entry.outcome == "kept":
                self.kept.append(Kept(entry.number, str(entry.record)))
            elif entry.outcome == "left_out":
                self.left_out.setdefault(entry.because, []).append(entry.number)


def take(data, mapping, *, file_name, now, by=None, encoding=None, sheet=None, dry_run=False):
    """Take the bytes of a file in. Returns the Account; raises Refused where the file as a whole cannot be read."""
    register = REGISTERS[mapping.register]
    refuse_mapping(register, mapping)
    if register.ADMINISTRATORS_ONLY and not (by and by.is_administrator):
        raise Refused(Problem(_("Only an administrator takes this register in: name one with --by.")))
    table = reading.read(
        data,
        expected=mapping.expected,
        encoding=encoding or mapping.encoding,
        sheet=sheet or mapping.sheet,
        header_rows=mapping.header_rows,
    )
    mapping.refuse_columns(mapping.named(table.columns))
    with numbers_for(now, dry_run) as numbers, transaction.atomic():
        only_one_at_a_time()
        run = Run(register, mapping, numbers, data=data, file_name=file_name, by=by, now=now)
        account = run.through(table)
        if account.problems or dry_run:
            account.batch = None
            transaction.set_rollback(True)
    return account


def refuse_mapping(register, mapping):
    unknown = [fact for fact in mapping.facts if fact not in register.FACTS]
    missing = [f"facts.{fact}" for fact in register.REQUIRED if fact not in mapping.facts]
    missing += [f"site.{fact}" for fact in register.SITE_REQUIRED if fact not in mapping.site]
    problems = [
        *[_("“%(fact)s” is not a fact of this register.") % {"fact": fact} for fact in unknown],
        *[_("“%(key)s” is missing.") % {"key": key} for key in missing],
    ]
    if problems:
        raise Refused(*[bad_mapping(mapping.name, problem) for problem in problems])


@contextmanager
def numbers_for(now, dry_run):
    """How records get their numbers: by a connection of its own, so that nobody waits for the end of the import to log
    an incident. A trial uses up none."""
    year, drawn = local_day(now, settings.TIME_ZONE).year, count(1)
    if dry_run:
        yield lambda kind, many: [f"{kind}-{TRIAL}-{next(drawn):06d}" for _number in range(many)]
        return
    apart = connection if connection.in_atomic_block else connection.copy()
    try:
        yield lambda kind, many: next_numbers(kind, year, many, using=apart) if many else []
    finally:
        if apart is not connection:
            apart.close()


def only_one_at_a_time():
    """Two imports of one file at once must not both find a row missing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('imports'))")


def region_of(mapping, by):
    """Where a register lies whose mapping does not say so: in the region of the official who takes it in."""
    duties = by.current_appointments if by else ()
    codes = {duty.region.code for duty in duties if duty.region_id and duty.role == Role.OFFICIAL}
    if len(codes) == 1:
        return codes.pop()
    message = _("“site.region” is missing: name it, or let the official of one region take the register in (--by).")
    raise Refused(bad_mapping(mapping.name, message))


class Run:
    """One file on its way into one register."""

    def __init__(self, register, mapping, numbers, *, data, file_name, by, now):
        self.register, self.mapping, self.numbers = register, mapping, numbers
        self.data, self.file_name, self.by, self.now = data, file_name, by, now
        self.account = Account()
        self.region = None if "region" in mapping.site or not register.SITE_REQUIRED else region_of(mapping, by)

    def through(self, table):
        reader, account = Reader(table, self.mapping, self.register), self.account
        rows = iter(table.rows)
        while chunk := list(islice(rows, BATCH)):
            entries = [entry for entry in map(reader.read, chunk) if entry]
            account.rows += len(entries)
            self.take(entries)
        account.passed_over = reader.passed_over
        if account.batch:
            account.batch.counts, account.batch.made = account.counts, account.made
            account.batch.save(update_fields=["counts", "made"])
        account.problems.sort(key=lambda problem: problem.row)
        return account

    def take(self, entries):
        whole = [entry for entry in entries if not entry.problems]
        self.find_records(whole)
        self.place([entry for entry in whole if entry.outcome in ("new", "")])
        for entry in entries:
            if entry.problems:
                self.account.blame(entry.problems)
        if not self.account.problems:  # else nothing will be stored: only the faults of the other rows are of use
            self.write(entries)
            self.account.note_down(entries)

    # from entries to records

    def find_records(self, entries):
        """What earlier rows of these keys became. A record that a person has taken on is left alone."""
        rows = ImportRow.objects.of_source(self.mapping.register, self.mapping.source)
        found = rows.last_of([entry.key for entry in entries if entry.key], link=self.register.LINK)
        records = self.register.load([row.record_id for row in found.values()])
        for entry in entries:
            row = found.get(entry.key)
            if row:
                entry.last_raw, entry.stored_at = row.raw, row.stored_at
            if entry.outcome == "left_out":
                continue
            entry.record = records.get(row.record_id) if row else None
            if entry.record is None:
                entry.outcome = "new"
            elif not self.register.is_ours(entry.record, row.stored_at):
                entry.outcome = "same" if entry.raw == entry.last_raw else "kept"

    def place(self, entries):
        """Find or make every site and person, then ask the register whether the facts can be true there."""
        if self.register.SITE_REQUIRED:
            for entry in entries:
                entry.place["region"] = entry.place["region"] or self.region
            places = Places(self.mapping, [entry.place for entry in entries])
            for kind, made in places.made.items():
                self.account.made.setdefault(kind, []).extend(made)
            for entry in entries:
                entry.site = places.site(entry.place)
                entry.site_is_new = entry.site.pk in places.made["site"]
                self.refuse_site(entry)
        named = {v.name for entry in entries for v in entry.facts.values() if isinstance(v, Named)}
        sound = [entry for entry in entries if not entry.problems]
        if named:
            name_people(sound, People(named))
        self.register.prepare(sound, by=self.by, now=self.now)

    def refuse_site(self, entry):
        """Whoever takes a file in can do so where they have the duty, whether or not a site is there already."""
        names = {"site": entry.site, "there": entry.site.region.code, "given": entry.place["region"]}
        if self.by is not None and not self.register.may_be_given(self.by, entry.site):
            entry.blame("site.name", _("You have no duty at the site “%(site)s”.") % names)
        elif self.region is None and entry.site.region.code != entry.place["region"]:
            message = _("The site “%(site)s” lies in the region %(there)s here, and in %(given)s in the file.")
            entry.problems.append(Problem(message % names, entry.number))

    # what is stored

    def write(self, entries):
        new = [entry for entry in entries if entry.outcome == "new"]
        known = [entry for entry in entries if entry.outcome == ""]
        for entry in known:
            changed = self.register.differences(entry.record, entry.facts, entry.site, self.now)
            entry.outcome = "updated" if changed else "same"
        updated = self.locked([entry for entry in known if entry.outcome == "updated"])
        who = {"by": self.by, "now": self.now}
        with override(self.mapping.language):
            given = [(entry.key, entry.facts, entry.site, self.note(entry)) for entry in new]
            made = self.register.create(given, source=self.mapping.source, numbers=self.numbers, **who)
            self.register.update([(e.record, e.facts, e.site, self.note(e)) for e in updated], **who)
        for entry, record in zip(new, made, strict=True):
            entry.record = record
        self.store_rows(entries)

    def locked(self, entries):
        """Those that are still ours when nobody else can write them any more."""
        if self.register.ADMINISTRATORS_ONLY:
            return entries  # written by verbs that wait their turn
        records = self.register.load([entry.record.pk for entry in entries], lock=True) if entries else {}
        for entry in entries:
            entry.record = records[entry.record.pk]
            if not self.register.is_ours(entry.record, entry.stored_at):
                entry.outcome = "kept"
        return [entry for entry in entries if entry.outcome == "updated"]

    def note(self, entry):
        return f"{self.file_name} · {entry.number}"

    def store_rows(self, entries):
        """The rows that are not stored yet. The same file again leaves none, and no batch."""
        fresh = [entry for entry in entries if entry.outcome not in ("same", "left_out") or entry.raw != entry.last_raw]
        left_out = ImportRow.objects.of_source(self.mapping.register, self.mapping.source).left_out_before(
            [entry.key for entry in fresh if entry.outcome == "left_out"]
        )
        fresh = [e for e in fresh if e.outcome != "left_out" or [e.key, e.raw, e.because] not in left_out]
        if not fresh:
            return
        self.account.batch = self.account.batch or self.new_batch()
        rows = [
            ImportRow(
                batch=self.account.batch,
                number=entry.number,
                key=entry.key,
                raw=entry.raw,
                outcome=entry.outcome,
                because=entry.because,
                **({self.register.LINK: entry.record} if entry.record else {}),
            )
            for entry in fresh
        ]
        ImportRow.objects.bulk_create(rows, BATCH)

    def new_batch(self):
        return ImportBatch.objects.create(
            register=self.mapping.register,
            mapping=self.mapping.name,
            source=self.mapping.source,
            attribution=self.mapping.attribution,
            licence=self.mapping.licence,
            file_name=self.file_name,
            sha256=hashlib.sha256(self.data).hexdigest(),
            by=self.by,
            at=self.now,
        )
