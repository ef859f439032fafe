"""What every picture has: what it says, how it is drawn, and the same as a table."""

from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.functional import cached_property

from common.clock import local_day

from .canvas import NARROW, WIDE, Canvas
from .period import Period


@dataclass(frozen=True)
class Look:
    """What is looked at: the records of a scope (see `overview.scope`), which leads to their lists, in a period."""

    scope: object
    period: Period
    now: datetime

    @classmethod
    def of(cls, scope, period=""):
        """The period ends today, where the reader is."""
        return cls(
            scope, Period.of(period, local_day(scope.now, scope.user.time_zone or settings.TIME_ZONE)), scope.now
        )

    @property
    def today(self):
        return self.period.ends

    @property
    def query(self):
        """The places and the period as they stand in an address."""
        return urlencode(self.scope.parameters | ({"period": self.period.name} if self.period.name else {}))

    @property
    def incidents(self):
        """Those that happened in the period; what was declared void did not."""
        return self.period.within(self.scope.incidents.standing(), "occurred_on").order_by()

    @property
    def actions(self):
        return self.scope.actions.order_by()

    def happened(self, **asked):
        """The address of the list of `incidents`, narrowed by what is asked."""
        return self.scope.listed("incidents:list", **self.period.asked() | {"status": "standing"} | asked)

    def given(self, **asked):
        """The address of the list of `actions`, narrowed by what is asked."""
        return self.scope.listed("actions:list", **asked)


@dataclass(frozen=True)
class Key:
    """One line of a legend: what a kind of mark means. `shape` is bar, line, dot or scale, from few to many."""

    kind: str
    label: str
    shape: str = "bar"


@dataclass(frozen=True)
class Cell:
    """A number or a text of a table, and the list behind it, which has `rows`: as many as the number, if not said."""

    value: object
    url: str = ""
    rows: int | None = None

    @property
    def length(self):
        return self.value if self.rows is None else self.rows

    @property
    def shown(self):
        return f"{self.value:,}" if isinstance(self.value, int) else self.value


@dataclass(frozen=True)
class Table:
    """The numbers of a picture. The first cell of each row names it."""

    head: list
    rows: list


class Picture:
    """One picture of what `look` shows. `name` is its address, `label` what it is called."""

    name = label = ""

    def __init__(self, look):
        self.look = look
        self.data = self.count(look)

    def count(self, look):
        """The numbers, as plain data, from a fixed number of grouped queries."""
        raise NotImplementedError

    @property
    def is_empty(self):
        """Whether there is nothing to draw; then `title` says so."""
        raise NotImplementedError

    @property
    def title(self):
        """What the picture says, as a sentence."""
        raise NotImplementedError

    about = ""  # what is counted and how to read it
    legend = ()

    @property
    def words(self):
        """The same in sentences, for whoever does not see it."""
        return []

    @property
    def table(self):
        raise NotImplementedError

    def draw(self, canvas):
        raise NotImplementedError

    @cached_property
    def wide(self):
        return self.drawn(WIDE)

    @cached_property
    def narrow(self):
        return self.drawn(NARROW)

    def drawn(self, width):
        canvas = Canvas(width)
        self.draw(canvas)
        return canvas.svg(str(self.label), self.title, " ".join(str(sentence) for sentence in self.words))

    @property
    def url(self):
        """Where it stands alone."""
        address = reverse("overview:picture", args=[self.name])
        return f"{address}?{self.look.query}" if self.look.query else address
