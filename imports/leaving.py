"""Rows that are not taken: totals and repeated headers, which are no records, and those that a mapping leaves out.

A mapping leaves rows out only with a reason. They are counted, listed, and stored with it as refused rows.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from .problems import Problem, Refused
from .reading import comparable

TOTALS = {"合计", "总计", "小计", "累计", "本页合计", "本页小计", "total", "subtotal", "grandtotal", "sum"}
SPACE = re.compile(r"\s+")


def is_total(cells):
    """Whether the first cell that says anything calls the row a total (合计, 总计, 小计)."""
    first = next((cell for cell in cells if cell.strip()), "")
    return SPACE.sub("", comparable(first)).rstrip(":").lower() in TOTALS


def is_header_again(cells, header):
    """A printed ledger repeats its header, or one row of it, on every page."""
    filled = [(" ".join(cell.split()), name) for cell, name in zip(cells, header, strict=True) if cell.strip()]
    return len(filled) > 1 and all(cell in (name, *name.split(" · ")) for cell, name in filled)


@dataclass(frozen=True)
class LeaveOut:
    """`when` these cells are so (`x*` is a beginning, empty is empty), if given; and, if given, when one of these facts
    or columns is `faulty`, or when the key is `repeated`."""

    because: str
    when: dict = field(default_factory=dict)
    faulty: tuple = ()
    repeated: bool = False

    @property
    def needs_no_fault(self):
        return not self.faulty and not self.repeated

    def concerns(self, cells):
        return all(any(is_like(cells[name], one) for one in wanted) for name, wanted in self.when.items())

    def excuses(self, problems):
        """Whether every fault of the row is one of the facts, or stands in one of the columns, that may be faulty."""
        return bool(self.faulty) and all({problem.fact, problem.column} & set(self.faulty) for problem in problems)


def is_like(cell, wanted):
    cell, wanted = comparable(cell), comparable(wanted)
    return cell.startswith(wanted[:-1]) if wanted.endswith("*") else cell == wanted


def made_from_list(mapping, given):
    return tuple(made_from(mapping, one) for one in given)


def made_from(mapping, given):
    conditions = set(given) - {"because"}
    if not given.get("because") or not conditions or conditions - {"when", "faulty", "repeated"}:
        message = _("“leave_out” needs “because” and at least one of “when”, “faulty”, “repeated”.")
        raise Refused(Problem(_("Mapping “%(name)s”: %(message)s") % {"name": mapping, "message": message}))
    when = {name: one if isinstance(one, list) else [one] for name, one in given.get("when", {}).items()}
    return LeaveOut(given["because"], when, tuple(given.get("faulty", [])), given.get("repeated", False))
