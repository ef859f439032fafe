"""Where what happens: places by category, as a heat map."""

from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from django.db.models import Count, Q, Sum
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.models import Organization, Region, Site
from incidents.rules import codes

from .canvas import SMALL, pill_width
from .categories import name_of
from .lettering import fits, shortened, width_of, wrapped
from .picture import Cell, Key, Picture, Table
from .scales import shade
from .wording import grouped, incidents, named

FEW_SITES, FEW_ORGANIZATIONS = 12, 24
MOST_PLACES = 12
REPEATED = 2  # the same category at the same place
MOST_CATEGORIES = {"wide": 6, "narrow": 5}
LEVELS = {  # what an incident is grouped by, and the model of it
    "site": ("site", Site),
    "organization": ("site__organization", Organization),
    "region": ("site__region", Region),
}


@dataclass(frozen=True)
class Places:
    """`counts`: {(key of the place, code of the category): incidents}; `names`: {key: name} of the first places.

    `level` is site, organization or region. Places stand with the most dead first, then with the most incidents;
    categories with the most at one place, and last what has none, the code "". `dead`: {key: how many died there},
    `fatal`: {key: in how many incidents}. `inexact` are the keys of regions within which others lie: a list of theirs
    holds more than is counted for them.
    """

    level: str
    counts: dict
    dead: dict
    fatal: dict
    names: dict
    inexact: frozenset
    places: tuple
    categories: tuple

    def of_place(self, key):
        return sum(number for (place, _category), number in self.counts.items() if place == key)

    def of_category(self, code):
        return sum(number for (_place, category), number in self.counts.items() if category == code)

    @property
    def total(self):
        return sum(self.counts.values())


def count(happened):
    """By sites while they are few, else by organizations, else by regions. Three queries."""
    happened = happened.order_by()
    level = level_of(
        **happened.aggregate(
            sites=Count("site", distinct=True),
            organizations=Count("site__organization", distinct=True),
            regions=Count("site__region", distinct=True),
        )
    )
    path, model = LEVELS[level]
    counts, dead, fatal = Counter(), Counter(), Counter()
    rows = happened.values_list(path, "category").annotate(
        Count("pk"), dead=Coalesce(Sum("deaths"), 0), fatal=Count("pk", filter=Q(deaths__gt=0))
    )
    for place, code, number, died, how_often in rows:
        counts[place, name_of(code)] += number
        dead[place] += died
        fatal[place] += how_often
    totals = [sums(counts, part) for part in (0, 1)]
    places = sorted(totals[0], key=lambda key: (-dead[key], -totals[0][key], key))
    categories = sorted(totals[1], key=lambda code: (code == "", -hottest(counts, code), -totals[1][code], code))
    records = model.objects.in_bulk(places if level == "region" else places[:MOST_PLACES])
    names = full_names(records) if level == "site" else {key: str(record) for key, record in records.items()}
    return Places(
        level,
        dict(counts),
        dict(dead),
        dict(fatal),
        names,
        outer(records, level),
        tuple(places),
        tuple(categories),
    )


def hottest(counts, code):
    """How often a category happened at the place where it happened most."""
    return max(number for (_place, category), number in counts.items() if category == code)


def outer(records, level):
    """The keys of the regions within which others of these lie."""
    if level != "region":
        return frozenset()
    codes = sorted((region.code, key) for key, region in records.items())
    return frozenset(key for (code, key), (following, _key) in pairwise(codes) if following.startswith(code))


def level_of(*, sites, organizations, regions):
    if sites <= FEW_SITES:
        return "site"
    if organizations <= FEW_ORGANIZATIONS or regions < 2:
        return "organization"
    return "region"


def full_names(sites):
    organizations = Organization.objects.in_bulk({site.organization_id for site in sites.values()})
    for site in sites.values():
        site.organization = organizations[site.organization_id]
    return {key: site.full_name for key, site in sites.items()}


def sums(counts, part):
    """{key: incidents}, by place (0) or category (1)."""
    numbers = Counter()
    for pair, number in counts.items():
        numbers[pair[part]] += number
    return numbers


class PlacesPicture(Picture):
    name = "places"
    label = gettext_lazy("Places and categories")

    def count(self, look):
        return count(look.incidents)

    @property
    def is_empty(self):
        return not self.data.counts

    @property
    def peak(self):
        """(place, category) of what happened most often at one place, by name if possible."""
        named = [pair for pair in self.data.counts if pair[0] in self.data.places[:MOST_PLACES] and pair[1]]
        return max(named, key=lambda pair: (self.data.counts[pair], str(pair)), default=None)

    @property
    def title(self):
        if self.is_empty:
            return _("No incident in this time.")
        deadly = [key for key in self.data.places if self.data.dead[key]]
        dead = sum(self.data.dead.values())
        if len(deadly) == 1:
            facts = {"count": dead, "place": self.data.names[deadly[0]]}
            return ngettext(
                "At %(place)s %(count)s person died, nobody elsewhere.",
                "At %(place)s %(count)s people died, nobody elsewhere.",
                dead,
            ) % grouped(facts)
        if deadly and self.data.dead[deadly[0]] > self.data.dead[deadly[1]]:
            return _("%(dead)s people died at %(places)s places: at %(place)s %(count)s of them.") % grouped(
                {
                    "dead": dead,
                    "places": len(deadly),
                    "place": self.data.names[deadly[0]],
                    "count": self.data.dead[deadly[0]],
                }
            )
        if deadly:
            return _("%(dead)s people died at %(places)s places.") % grouped({"dead": dead, "places": len(deadly)})
        if not self.peak or self.data.counts[self.peak] < REPEATED:
            return _("Nobody died, and no category was named twice at one place.")
        return _("Nobody died. %(again)s") % grouped({"again": self.again})

    @property
    def again(self):
        """What happened most often at one place."""
        place, category = self.peak
        return _("Most often the same at one place: %(category)s at %(place)s, %(count)s times.") % grouped(
            {
                "category": category_label(category),
                "place": self.data.names[place],
                "count": self.data.counts[place, category],
            }
        )

    @property
    def about(self):
        kinds = {
            "site": _("Incidents by site and category, %(period)s."),
            "organization": _("Incidents by organization and category, %(period)s."),
            "region": _("Incidents by region and category, %(period)s."),
        }
        return kinds[self.data.level] % grouped({"period": self.look.period.in_words})

    @property
    def legend(self):
        scale = _("1 to %(most)s incidents") % grouped({"most": self.most})
        return [Key("heat", scale, "scale"), *([Key("dead", _("dead"), "dot")] if any(self.data.dead.values()) else [])]

    @property
    def most(self):
        """The most incidents of one category at one place."""
        return max(self.data.counts.values(), default=0)

    @property
    def words(self):
        if self.is_empty:
            return []
        said = []
        if self.peak and self.data.counts[self.peak] >= REPEATED and any(self.data.dead.values()):
            said.append(self.again)
        rest = len(self.data.places) - MOST_PLACES
        if rest > 0:
            said.append(
                ngettext("%(count)s more place is not named.", "%(count)s more places are not named.", rest)
                % grouped({"count": rest})
            )
        said.append(_("Near misses are counted, too: a place that reports much is not a worse place."))
        return said

    def url_of(self, place, category=None, **asked):
        """The list behind a place, or a category there; empty where a list would hold others, too."""
        unknown = category and category not in codes.all_categories()
        if place is None or place in self.data.inexact or unknown:
            return ""
        if category is not None:
            asked["category"] = category or "none"
        return self.look.happened(**{self.data.level: place}, **asked)

    def rows(self, columns):
        """(name, key or None for all others, {column: count}) of each place shown; columns are codes or None."""
        shown = self.data.places[:MOST_PLACES]
        rows = [(self.data.names[key], key, self.numbers([key], columns)) for key in shown]
        if rest := self.data.places[MOST_PLACES:]:
            label = ngettext("%(count)s other place", "%(count)s other places", len(rest)) % grouped(
                {"count": len(rest)}
            )
            rows.append((label, None, self.numbers(rest, columns)))
        return rows

    def numbers(self, places, columns):
        """{column: how many incidents}, None for all other categories."""
        numbers, places = Counter(), set(places)
        for (place, category), number in self.data.counts.items():
            if place in places:
                numbers[category if category in columns else None] += number
        return numbers

    def columns(self, most):
        """The codes of the first categories, and None for the others, if there are any."""
        if len(self.data.categories) <= most + 1:
            return list(self.data.categories)
        return [*self.data.categories[:most], None]

    @property
    def table(self):
        columns = self.columns(MOST_CATEGORIES["wide"])
        head = [self.of_what, *(category_label(column) for column in columns), _("Together"), _("Deaths")]
        rows = []
        for name, key, numbers in self.rows(columns):
            cells = [self.cell(numbers[column], key, column) for column in columns]
            dead = self.dead(key)
            cells += [
                Cell(numbers.total(), self.url_of(key)),
                Cell(dead, self.url_of(key, hurt="deaths") if dead else "", self.fatal(key)),
            ]
            rows.append([Cell(name), *cells])
        return Table(head, rows)

    def cell(self, number, place, column):
        return Cell(number, self.url_of(place, column) if number and column is not None else "")

    def dead(self, key):
        """How many died at a place, or at all that are not named."""
        return self.summed(self.data.dead, key)

    def fatal(self, key):
        return self.summed(self.data.fatal, key)

    def summed(self, numbers, key):
        return sum(numbers[each] for each in ([key] if key is not None else self.data.places[MOST_PLACES:]))

    @property
    def of_what(self):
        return {"site": _("Site"), "organization": _("Organization"), "region": _("Region")}[self.data.level]

    def draw(self, canvas):
        columns = self.columns(MOST_CATEGORIES["narrow" if canvas.narrow else "wide"])
        rows = self.rows(columns)
        names = 0 if canvas.narrow else 186
        self.sum_width = max(width_of(f"{numbers.total():,}") for _name, _key, numbers in rows) + 10
        self.dead_width = max((pill_width(self.dead(key)) for _name, key, _numbers in rows), default=0) + 8
        band = min((canvas.width - names - self.sum_width - self.dead_width) / len(columns), 84)
        top = self.draw_head(canvas, columns, names, band)
        height, tall = (46, 24) if canvas.narrow else (30, 28)
        for row, (name, key, numbers) in enumerate(rows):
            y = top + row * height
            canvas.text(0, y + (14 if canvas.narrow else 18), shortened(name, names - 8 if names else canvas.width))
            y += 19 if canvas.narrow else 0
            for place, column in enumerate(columns):
                self.draw_cell(canvas, names + place * band, y, band - 2, tall, numbers[column], name, key, column)
            self.draw_sums(canvas, names + len(columns) * band, y, tall, numbers.total(), name, key)

    def draw_head(self, canvas, columns, left, band):
        """The names of the categories: in lines where they fit, else upright. Returns where the cells begin."""
        labels = [str(category_label(column)) for column in columns]
        if canvas.narrow and all(label.isascii() for label in labels):
            deep = min(120, max(width_of(label, SMALL) for label in labels))
            for place, label in enumerate(labels):
                x = left + (place + 0.5) * band + 3
                text = shortened(label, deep, SMALL)
                canvas.text(x, deep, text, "small soft", transform=f"rotate(-90 {x:.1f} {deep:.1f})")
            return deep + 8
        rows = [wrapped(label, band - 3, 4, SMALL) for label in labels]
        deep = max(len(lines) for lines in rows)
        for place, lines in enumerate(rows):
            x, first = left + (place + 0.5) * band - 1, 12 + (deep - len(lines)) * 13
            canvas.lines(x, first, lines, "small soft", "middle", 13)
        return deep * 13 + 6

    def draw_cell(self, canvas, x, y, width, height, number, name, key, column):
        """Only a category at a place has a shade; sums of others stand without one."""
        step = shade(number, self.most) if key is not None and column is not None else 0
        canvas.bar(x, y, width, height, f"heat{step}")
        if not number:
            return
        if fits(f"{number:,}", width + 2):
            canvas.text(x + width / 2, y + height / 2 + 4, f"{number:,}", f"on{step} number", "middle")
        if column is not None:
            where = _("%(place)s, %(category)s") % grouped({"place": name, "category": category_label(column)})
            canvas.link(self.url_of(key, column), named(where, incidents(number)), number, x, y, width, height)

    def draw_sums(self, canvas, x, y, height, number, name, key):
        """How many incidents in all, and how many people died in them."""
        end = x + self.sum_width
        canvas.text(end, y + height / 2 + 4, f"{number:,}", "number strong", "end")
        canvas.link(self.url_of(key), named(name, incidents(number)), number, x + 4, y, self.sum_width - 2, height)
        if dead := self.dead(key):
            width = pill_width(dead)
            canvas.pill(end + 6 + width / 2, y + height / 2, dead, "dead")
            said = _("%(place)s: %(people)s dead in %(incidents)s") % grouped(
                {
                    "place": name,
                    "people": dead,
                    "incidents": incidents(self.fatal(key)),
                }
            )
            canvas.link(self.url_of(key, hurt="deaths"), said, self.fatal(key), end + 4, y, width + 4, height)


def category_label(code):
    if code is None:
        return _("others")
    return codes.all_categories().get(code, code) if code else _("not named")
