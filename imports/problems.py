"""What is wrong with a file, said so that the person who has it open finds the place."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

LONGEST_VALUE = 60


@dataclass(frozen=True)
class Problem:
    """`row` is the number that a spreadsheet program shows: the header is row 1."""

    message: str
    row: int | None = None
    column: str = ""
    fact: str = ""  # for whom it matters which fact could not be read

    def __str__(self):
        if self.row is None:
            return self.message
        place = {"row": self.row, "column": self.column, "message": self.message}
        if not self.column:
            return _("Row %(row)d: %(message)s") % place
        return _("Row %(row)d, column “%(column)s”: %(message)s") % place


class Refused(Exception):
    """The file, or the mapping, cannot be taken. Nothing was stored."""

    def __init__(self, *problems):
        super().__init__(*problems)
        self.problems = problems


def quoted(value):
    """A cell as it may stand in a message: one line, nothing invisible, not too long."""
    text = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in str(value))
    return text if len(text) <= LONGEST_VALUE else text[:LONGEST_VALUE] + "…"
