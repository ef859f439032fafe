"""The outcome of `make faults`, kept in docs/faults.md: a line for each seed, and what they come to for each fault."""

import os
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings

from .faults import FAULTS

RESULTS = Path(settings.BASE_DIR) / "docs" / "faults.md"
HEADER = """# Faults that were tried

Written by `make faults` (see [reminders.md](reminders.md)); run again, a seed replaces its line. *Copies* are letters that
the mail server took on more than once: each is explained by a conversation whose end nobody could know. *Dropped* are
letters that were written and did not leave, because nothing in them was true any more. *Load* is the machine's average of
the last minute when the run ended; seconds are those of the whole run, which starts a Redis and its workers.
"""
COLUMNS = "| seed | what went wrong | work | letters | copies | dropped | outcome | seconds | load | day |"
TOTALS = "| what went wrong | runs | held | letters | copies | dropped | longest, seconds |"


def note_down(seed, fault, verdict, seconds):
    rows = {int(row[0]): row for row in read()}
    today, load = datetime.now(UTC).date(), os.getloadavg()[0]
    outcome = ", ".join(verdict.faults()) or "held"
    counts = [len(verdict.owned), len(verdict.taken), verdict.doubled, verdict.dropped]
    rows[seed] = [str(cell) for cell in (seed, fault, *counts, outcome, f"{seconds:.0f}", f"{load:.1f}", today)]
    RESULTS.write_text("\n".join([HEADER, *summary(list(rows.values())), "", *table(COLUMNS, sorted_(rows)), ""]))


def read():
    text = RESULTS.read_text() if RESULTS.exists() else ""
    _before, _head, below = text.partition(COLUMNS)
    return [cells(line) for line in below.splitlines()[2:]]


def cells(line):
    return [cell.strip() for cell in line.strip("|").split("|")]


def sorted_(rows):
    return [rows[seed] for seed in sorted(rows)]


def summary(rows):
    """One line a fault, and one for all of them."""
    names = [fault.name for fault in FAULTS]
    lines = [total(name, [row for row in rows if row[1] == name]) for name in names]
    return table(TOTALS, [*lines, total("**all**", rows)])


def total(name, rows):
    held = sum(row[6] == "held" for row in rows)
    sums = [sum(int(row[column]) for row in rows) for column in (3, 4, 5)]
    return [name, *map(str, (len(rows), held, *sums, max((int(row[7]) for row in rows), default=0)))]


def table(head, rows):
    return [head, "|---" * (head.count("|") - 1) + "|", *(f"| {' | '.join(row)} |" for row in rows)]
