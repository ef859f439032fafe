"""Pages of a list by key: a page 25,000 rows down costs what the first one costs.

The address of a page says after (or before) which row it begins, by the values that row was sorted by, and not how many
rows to skip. So whatever is added, moved or taken away while somebody turns pages, no row that stays is left out.
"""

from dataclasses import dataclass
from functools import reduce
from operator import and_

from django.core import signing
from django.core.exceptions import FieldDoesNotExist
from django.db.models import F, OrderBy, Q
from django.utils.functional import cached_property

ROWS_PER_PAGE = 25
MOST_COUNTED = 10_000


@dataclass(frozen=True)
class Key:
    """One of the values by which rows are sorted: a field, an annotation, or a field of a related record."""

    name: str
    descending: bool = False
    nulls_first: bool = False
    nullable: bool = True

    @classmethod
    def of(cls, term, model):
        """From what stands in `order_by`. Where nothing is said, PostgreSQL takes null for the largest value."""
        if isinstance(term, str):
            name, descending, first, last = term.removeprefix("-"), term.startswith("-"), None, None
        elif isinstance(term, OrderBy) and isinstance(term.expression, F):
            name, descending = term.expression.name, term.descending
            first, last = term.nulls_first, term.nulls_last
        else:
            raise TypeError(f"Rows sorted by {term!r} cannot be paged: give it a name with annotate().")
        nulls_first = bool(first) if first or last else descending
        return cls(model._meta.pk.name if name == "pk" else name, descending, nulls_first, may_be_null(model, name))

    @property
    def reversed(self):
        return Key(self.name, not self.descending, not self.nulls_first, self.nullable)

    @property
    def plain(self):
        """For `order_by`, where no nulls are to be expected or all are null: any index that knows this key serves."""
        return F(self.name).desc() if self.descending else F(self.name).asc()

    @property
    def term(self):
        """For `order_by`. Where the database would put nulls by itself is not said: an index serves only that."""
        if self.is_natural:
            return self.plain
        nulls = {"nulls_first": True} if self.nulls_first else {"nulls_last": True}
        return F(self.name).desc(**nulls) if self.descending else F(self.name).asc(**nulls)

    @property
    def is_natural(self):
        return not self.nullable or self.nulls_first == self.descending

    @property
    def null(self):
        return Q(**{f"{self.name}__isnull": True})

    def value_of(self, row):
        for name in self.name.split("__"):
            row = getattr(row, name, None)
        return row if row is None or isinstance(row, int | str) else str(row)

    def same(self, value):
        return self.null if value is None else Q(**{self.name: value})

    def beyond(self, value):
        """The conditions for what stands beyond `value` in this key, in their order."""
        if value is None:
            return [~self.null] if self.nulls_first else []
        past = Q(**{f"{self.name}__{'lt' if self.descending else 'gt'}": value})
        return [past, self.null] if self.nullable and not self.nulls_first else [past]

    def from_the_beginning(self):
        """The conditions for all rows, in their order."""
        if self.is_natural:
            return [Q()]
        return [self.null, ~self.null] if self.nulls_first else [~self.null, self.null]


def may_be_null(model, name):
    if name == "pk":
        return False
    field = None
    for part in name.split("__"):
        try:
            field = model._meta.get_field(part)
        except FieldDoesNotExist:
            return True
        if field.null:
            return True
        model = field.related_model
    return False


def keys_of(queryset):
    """What the rows are sorted by, always ending in the primary key, so that no two rows are equal."""
    model, query = queryset.model, queryset.query
    terms = query.order_by or (query.default_ordering and model._meta.ordering) or ()
    keys = [Key.of(term, model) for term in terms]
    if not any(key.name == model._meta.pk.name for key in keys):
        keys.append(Key.of("pk", model))
    return keys


def bands(keys, values):
    """All that stands after the row with these values, or everything: conditions and their sorting, in their order.

    First what is equal in all keys but the last, then in all but the last two, and so on. In a band no key that is
    compared mixes nulls with values. So each band is one stretch of an index over these keys, read forwards or
    backwards, which a comparison of whole rows could not be.
    """
    for place in reversed(range(len(keys))) if values else (0,):
        equal = [key.same(value) for key, value in zip(keys[:place], values or (), strict=False)]
        terms = [*(key.plain for key in keys[: place + 1]), *(key.term for key in keys[place + 1 :])]
        for beyond in keys[place].beyond(values[place]) if values else keys[0].from_the_beginning():
            yield reduce(and_, [*equal, beyond]), terms


def stretch(queryset, keys, values, count):
    """The first `count` rows after the row with these values; from the beginning where there are none.

    Their keys are found first, by an index alone, and read before the rows are asked for: in one query with all the
    records that are shown beside them PostgreSQL may join those to every row of the table.
    """
    parts = [queryset.filter(band).order_by(*terms).values_list("pk")[:count] for band, terms in bands(keys, values)]
    first, *others = parts
    found = [pk for (pk,) in (first.union(*others, all=True) if others else first)]
    return list(queryset.filter(pk__in=found).order_by(*(key.term for key in keys)))[:count]


class Paginator:
    """The pages of a queryset. They are asked for by the cursors that the page before has given."""

    def __init__(self, rows, per_page=ROWS_PER_PAGE):
        self.rows, self.per_page, self.keys = rows, per_page, keys_of(rows)
        self.signer = signing.Signer(salt=f"page by {[(key.name, key.descending) for key in self.keys]}")

    @cached_property
    def count(self):
        """How many rows there are, counted no further than MOST_COUNTED: beyond that people filter."""
        return self.rows.order_by().values("pk")[: MOST_COUNTED + 1].count()

    @property
    def count_label(self):
        return f"{MOST_COUNTED:,}+" if self.count > MOST_COUNTED else f"{self.count:,}"

    def page(self, cursor=None):
        """The page that `cursor` asks for; the first one where it asks for none, or cannot be read."""
        try:
            way, before, *values = self.signer.unsign_object(cursor or "")
        except (signing.BadSignature, ValueError):
            return self.first()
        return self.after(values, before) if way == "after" else self.before(values, before)

    def first(self):
        rows, more = self.take(self.keys, None)
        return Page(self, rows, before=0, has_previous=False, has_next=more)

    def after(self, values, before):
        rows, more = self.take(self.keys, values)
        if not rows:
            return self.last()  # what stood here has gone meanwhile
        return Page(self, rows, before=before, has_previous=True, has_next=more)

    def before(self, values, before):
        rows, more = self.take([key.reversed for key in self.keys], values)
        if len(rows) < self.per_page:
            return self.first()  # a whole page, even if rows before it have gone meanwhile
        return Page(self, rows[::-1], before=before - len(rows) if more else 0, has_previous=more, has_next=True)

    def last(self):
        rows, more = self.take([key.reversed for key in self.keys], None)
        return Page(self, rows[::-1], before=self.count - len(rows), has_previous=more, has_next=False)

    def take(self, keys, values):
        """A page of rows, and whether more come after it."""
        rows = stretch(self.rows, keys, values, self.per_page + 1)
        return rows[: self.per_page], len(rows) > self.per_page

    def cursor(self, way, before, row):
        return self.signer.sign_object([way, before, *(key.value_of(row) for key in self.keys)])


class Page:
    """Some rows of a list. `before` is how many stood before them when the reader came here from the beginning."""

    def __init__(self, paginator, rows, *, before, has_previous, has_next):
        self.paginator, self.object_list = paginator, rows
        self.has_previous, self.has_next = has_previous, has_next
        self.before = max(before, 0)
        if not has_next and paginator.count <= MOST_COUNTED:
            self.before = paginator.count - len(rows)

    def __iter__(self):
        return iter(self.object_list)

    def __len__(self):
        return len(self.object_list)

    @property
    def has_other_pages(self):
        return self.has_previous or self.has_next

    @property
    def start_index(self):
        return self.before + 1

    @property
    def end_index(self):
        return self.before + len(self)

    @property
    def is_position_known(self):
        """Not where so many rows have gone while somebody turned pages that the numbers would contradict the count."""
        return self.end_index <= self.paginator.count or self.paginator.count > MOST_COUNTED

    @property
    def previous_cursor(self):
        return self.paginator.cursor("before", self.before, self.object_list[0])

    @property
    def next_cursor(self):
        return self.paginator.cursor("after", self.end_index, self.object_list[-1])
