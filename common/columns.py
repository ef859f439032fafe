"""What a list shows of a row: one definition for the page and for the files."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """`value` of a row stands in the files, and on the page unless a template draws the `cell` there.

    `shown` columns stand on the page unless somebody chooses others; files have all unless somebody chooses.
    What is `always` there cannot be chosen; where `head` is off, the cell of another column shows it on the page.
    `reads` names the related records it shows that the rows do not come with.
    """

    name: str
    label: str
    value: Callable
    cell: str = ""
    sort: str = ""  # what ?ordering= calls it
    shown: bool = False
    always: bool = False
    head: bool = True
    reads: tuple = ()


class Choice:
    """The columns of a list, and which of them the address names."""

    def __init__(self, columns, names=()):
        self.columns, self.names = columns, [column.name for column in columns if column.name in set(names)]
        self.unknown = sorted(set(names) - {column.name for column in columns})

    @property
    def on_page(self):
        chosen = [c for c in self.columns if c.always or (c.name in self.names if self.names else c.shown)]
        return [column for column in chosen if column.head]

    @property
    def in_file(self):
        return [c for c in self.columns if c.always or not self.names or c.name in self.names]

    @staticmethod
    def with_all(columns, rows):
        """`rows` with what these columns show of other records."""
        reads = [name for column in columns for name in column.reads]
        return rows.select_related(*reads) if reads else rows

    @property
    def offered(self):
        """(column, whether it is on the page now) of those that one can choose."""
        now = {column.name for column in self.on_page}
        return [(column, column.name in now) for column in self.columns if not column.always]
