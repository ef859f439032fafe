"""Tables of cases with the answers that the rules must give: read from CSV, asked through `evaluate`, compared.

A table has the columns group, expected_key and expected_value; id, basis and confidence are shown where it has them;
extra_input holds more inputs as a JSON object; every other column is an input. An empty cell is not known.
"""

import csv
import json
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path

from .evaluation import evaluate

OWN = Path(__file__).parent / "vectors"
NEEDED = ("group", "expected_key", "expected_value")
ABOUT = {"id", "extra_input", "basis", "confidence", *NEEDED}
NOTHING = {"", "none", "null"}
# What comes with hidden dangers, which Bihuan does not keep yet.
SKIPPED = {("gate", "can_close"), ("gate", "notice_can_close"), ("hazard", "due_state")}


class BadTable(ValueError):
    """A file that is no table of cases; the message says what is wrong with it as a whole."""


@dataclass(frozen=True)
class Problem:
    """A row that is no case."""

    row: int
    message: str

    def __str__(self):
        return f"row {self.row}: {self.message}"


@dataclass(frozen=True)
class Case:
    row: int
    id: str
    group: str
    inputs: dict
    key: str
    expected: str
    basis: str
    confidence: str

    def __str__(self):
        return f"{self.id or 'no id'} (row {self.row})"

    @property
    def is_skipped(self):
        return (self.group, self.key) in SKIPPED

    @cached_property
    def answer(self):
        return evaluate(self.group, self.inputs)

    @property
    def holds(self):
        return self.key in self.given and means(self.expected, self.given[self.key])

    @property
    def given(self):
        """The answer; a day without a rule grades nothing, so whatever is asked of it is None."""
        return {self.key: None} | self.answer if self.answer.get("error") == "no_rule" else self.answer

    @property
    def got(self):
        """What the rules say instead, in one line."""
        if "error" in self.answer and self.key != "error":
            problems = self.answer.get("problems")
            why = "; ".join(f"{name}: {message}" for name, message in problems.items()) if problems else None
            return f"{self.answer['error']}: {why or self.answer['message']}"
        if self.key not in self.answer:
            return f"no such key; {self.group} has {', '.join(self.answer)}"
        return written(self.answer[self.key])


@dataclass(frozen=True)
class Table:
    """The cases of one file, and the rows that are none."""

    path: Path
    cases: list
    problems: list

    @cached_property
    def asked(self):
        return [case for case in self.cases if not case.is_skipped]

    @cached_property
    def failing(self):
        return [case for case in self.asked if not case.holds]

    @property
    def holding(self):
        """How many of those that were asked hold."""
        return len(self.asked) - len(self.failing)

    @property
    def skipped(self):
        """{(group, key): how many rows were not asked}."""
        return Counter((case.group, case.key) for case in self.cases if case.is_skipped)

    @property
    def skipped_count(self):
        return self.skipped.total()

    @property
    def is_sound(self):
        return not (self.failing or self.problems)


def read(path):
    """The Table in a CSV file in UTF-8 or GB 18030; BadTable where it is none."""
    path = Path(path)
    try:
        text = decoded(path.read_bytes())
    except OSError as error:
        raise BadTable(f"it cannot be read: {error.strerror}") from error
    rows = csv.reader(text.splitlines(keepends=True), strict=True)
    cases, problems, ids, header = [], [], set(), None
    try:
        for number, cells in enumerate(rows, 1):
            if not any(cell.strip() for cell in cells):
                continue
            if header is None:
                header = header_of(cells)
                continue
            try:
                case = case_of(number, header, cells)
            except ValueError as error:
                problems.append(Problem(number, str(error)))
                continue
            if case.id and case.id in ids:
                problems.append(Problem(number, f"{case.id} is there twice"))
                continue
            ids.add(case.id)
            cases.append(case)
    except csv.Error as error:
        raise BadTable(f"line {rows.line_num} is not CSV: {error}") from error
    if not cases and not problems:
        raise BadTable("it has no rows")
    return Table(path, cases, problems)


def decoded(content):
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise BadTable("it is not text in UTF-8 or GB 18030")


def header_of(cells):
    names = [cell.strip() for cell in cells]
    if lacking := [name for name in NEEDED if name not in names]:
        raise BadTable(f"the header lacks {', '.join(lacking)}")
    if doubled := [name for name, count in Counter(filter(None, names)).items() if count > 1]:
        raise BadTable(f"the header has {', '.join(doubled)} twice")
    return names


def case_of(number, header, cells):
    if len(cells) > len(header) and any(cell.strip() for cell in cells[len(header) :]):
        raise ValueError(f"{len(cells)} cells under {len(header)} headings: is a comma not quoted?")
    row = {name: cell.strip() for name, cell in zip(header, cells, strict=False) if name}
    for name in ("group", "expected_key"):
        if not row.get(name):
            raise ValueError(f"{name} is empty")
    inputs = {name: cell for name, cell in row.items() if name not in ABOUT and cell}
    return Case(
        row=number,
        id=row.get("id", ""),
        group=row["group"],
        inputs=inputs | extra(row.get("extra_input", "")),
        key=row["expected_key"],
        expected=row.get("expected_value", ""),
        basis=row.get("basis", ""),
        confidence=row.get("confidence", ""),
    )


def extra(text):
    try:
        found = json.loads(text or "{}", parse_float=Decimal, parse_constant=refuse)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"extra_input is not JSON: {error}") from error
    if not isinstance(found, dict):
        raise ValueError("extra_input is not a JSON object")
    return found


def refuse(constant):
    raise ValueError(f"{constant} is not a number")


def means(expected, got):
    """Whether a written expectation says the same as an answer: numbers by value, instants whatever their zone."""
    try:
        if got is None:
            return expected.casefold() in NOTHING
        if isinstance(got, bool):
            return expected.casefold() == str(got).casefold()
        if isinstance(got, (int, Decimal)):
            return Decimal(expected) == got
        if isinstance(got, datetime):
            moment = datetime.fromisoformat(expected)
            return (moment if moment.tzinfo else moment.replace(tzinfo=got.tzinfo)) == got
        if isinstance(got, (list, dict)):
            return json.loads(expected, parse_float=Decimal) == plain(got)
    except (ValueError, InvalidOperation):
        return False
    return expected == str(got)


def plain(answer):
    """An answer as JSON has it."""
    if isinstance(answer, dict):
        return {name: plain(value) for name, value in answer.items()}
    if isinstance(answer, (list, tuple)):
        return [plain(value) for value in answer]
    return answer.isoformat() if isinstance(answer, date) else answer


def written(answer):
    """An answer in one line, as a table writes it."""
    if answer is None:
        return "none"
    if isinstance(answer, bool):
        return str(answer).lower()
    if isinstance(answer, (list, dict)):
        return json.dumps(plain(answer), ensure_ascii=False, default=str)
    return answer.isoformat() if isinstance(answer, date) else str(answer)
