"""Words in records: what somebody types, read into queries of the tokens that the database keeps.

Each table that is searched has a column `tokens`, which PostgreSQL computes by `doc_tokens` (a migration of this app)
from the fields that the model names in SEARCHED. It is no field of the model: no SELECT, no save and no fixture ever
carries it along. A migration that changes the type of such a field drops the column first and adds it again after.
"""

import re
import unicodedata
from dataclasses import dataclass

from django.contrib.postgres.search import SearchQuery, SearchQueryField, SearchVectorField
from django.db import models
from django.db.models import Case, Func, Q, Subquery, Value, When
from django.db.models.expressions import Col, Expression
from django.db.models.functions import Cast
from django.db.models.lookups import GreaterThan

from . import numbers

LONGEST = 100  # characters that one may search for
MOST_COUNTED = 1_000

# The same sets as in the migration that made doc_tokens.
HAN = (
    r"\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff"
    r"\u2e80-\u2fff\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
BETWEEN = r"\s*[-.·•・‧⋅∙。‐-―−/]\s*"
UNSEEN = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")
PART = re.compile(
    r'["“「『](?P<phrase>[^"”」』]+)["”」』]'
    rf"|(?<![0-9])0?(?P<month>[1-9][0-9]?)(?:{BETWEEN}0?(?P<day>[1-9][0-9]?)(?![0-9])"
    r"|\s*月\s*0?(?P<written_day>[1-9][0-9]?)(?![0-9])\s*[日号]?)"
    rf"|(?P<han>[{HAN}]+)"
    rf"|(?P<word>[^\W_{HAN}]+)"
)
ENDING = re.compile(r"(?<=\w{3})(?:ing|ies|ed|es|s|e|y)$")

COLUMN = SearchVectorField()
COLUMN.set_attributes_from_name("tokens")


class Tokens(Expression):
    """The column `tokens` of the records that are asked for."""

    def resolve_expression(self, query=None, *args, **kwargs):
        return Col(query.get_initial_alias(), COLUMN)


class DocTokens(Func):
    """The tokens of these fields alone."""

    function = "doc_tokens"
    output_field = SearchVectorField()


class DocText(Func):
    """These fields as one text, the way it is searched: half width, small letters."""

    function = "doc_text"
    output_field = models.TextField()


class Unindexed(Func):
    """A number or a day to sort by. Its index is not walked: for a rare word PostgreSQL would read the whole table."""

    template = "(%(expressions)s + 0)"


class HowMany(Subquery):
    template = "(SELECT count(*) FROM (%(subquery)s) hits)"
    output_field = models.IntegerField()


class Position(Func):
    """Where the second text stands in the first; 0 where it does not."""

    function = "strpos"
    output_field = models.IntegerField()


def matching(tokens, query):
    return Func(tokens, query, template="%(expressions)s", arg_joiner=" @@ ", output_field=models.BooleanField())


def lexemes(*texts, ending=""):
    """A query for all of these tokens as they are: no dictionary and no parser comes between."""
    return Cast(Value(" & ".join(f"'{text}'{ending}" for text in texts)), SearchQueryField())


@dataclass(frozen=True)
class Word:
    """One thing that must be there: a run of Han characters, another word, a number or a day."""

    kind: str
    text: str

    @property
    def query(self):
        """Two Han characters are a token; one is the beginning of some. Numbers and days are exact."""
        if self.kind == "han":
            return lexemes(*self.pairs()) if len(self.text) > 1 else lexemes(self.text, ending=":*")
        if self.kind in ("number", "day"):
            return lexemes(self.text)
        raw = f"'{self.text}':*" if len(self.text) > 1 else f"'{self.text}'"  # too much begins with one letter
        stem = SearchQuery(raw, search_type="raw", config="english")
        return stem | SearchQuery(raw, search_type="raw", config="simple")

    def pairs(self):
        return [self.text[place : place + 2] for place in range(len(self.text) - 1)]

    def pattern(self, text):
        """How it is found in `text` to be marked there: the whole of a run of Han, else the pairs that are there."""
        if self.kind == "han":
            return self.text if self.text in text else "|".join(self.pairs() or [self.text])
        if self.kind == "number":
            return rf"(?<![0-9]){self.text}(?![0-9])"
        if self.kind == "day":
            month, day = self.text.split(".")
            return rf"(?<![0-9])0?{month}(?:{BETWEEN}|\s*月\s*)0?{day}(?![0-9])"
        return rf"\b{re.escape(ENDING.sub('', self.text))}\w*"


class Asked:
    """What somebody is looking for. A text without a single word asks for nothing and finds nothing."""

    def __init__(self, text):
        self.text = UNSEEN.sub(" ", unicodedata.normalize("NFKC", text)).strip()[:LONGEST]
        self.words, self.phrases = [], []
        self.read(self.text)
        self.words = list(dict.fromkeys(self.words))

    def __bool__(self):
        return bool(self.words)

    def read(self, text):
        for part in PART.finditer(text):
            if phrase := part["phrase"]:
                before = len(self.words)
                self.read(phrase)
                # The “8·27” in a name is quoted too: a day is the same day however it is written.
                if any(word.kind != "day" for word in self.words[before:]):
                    self.phrases.append(phrase.strip())
            elif part["month"]:
                self.words.append(Word("day", f"{part['month']}.{part['day'] or part['written_day']}"))
            elif part["han"]:
                self.words.append(Word("han", part["han"]))
            else:
                word = part["word"].lower()
                self.words.append(Word("number" if word.isdecimal() and word.isascii() else "word", word))

    def spans(self, text):
        """(start, end) of each place in `text` that is one of the words, in whatever width it is written."""
        pieces = [unicodedata.normalize("NFKC", character) for character in text]
        origin = [place for place, piece in enumerate(pieces) for _character in piece]
        half_width = "".join(pieces)
        pattern = "|".join(word.pattern(half_width) for word in self.words) or r"(?!)"
        found = re.finditer(pattern, half_width, re.IGNORECASE)
        return [(origin[hit.start()], origin[hit.end() - 1] + 1) for hit in found]


class Searchable(models.QuerySet):
    """Records that can be found by the words in the fields that their model names in SEARCHED.

    A model with numbers names their SERIES; one with a name worth more than the rest has an index of it, TITLE.
    """

    def containing(self, text):
        """Those that hold every word of `text`, and its quoted phrases to the letter; a number finds its record."""
        asked = Asked(text)
        if number := self.number_in(asked.text):
            return self.filter(number=number)
        if not asked:
            return self.none()
        found = self.filter(*(self.holding(word) for word in asked.words))
        for phrase in asked.phrases:
            found = found.filter(GreaterThan(Position(DocText(*self.model.SEARCHED), DocText(Value(phrase))), 0))
        return found

    def number_in(self, text):
        series = getattr(self.model, "SERIES", None)
        return series and numbers.read(text, series)

    def holding(self, word):
        """The condition that a record holds this word. Models that are known by more than their own fields widen it."""
        return Q(matching(Tokens(), word.query))

    def is_titled(self, text):
        """The condition that every word of `text` stands in the field that names the record."""
        words = Asked(text).words if hasattr(self.model, "TITLE") else []
        titled = [matching(DocTokens(self.model.TITLE), word.query) for word in words]
        return Q(*titled) if titled else Q(pk__in=[])

    def best(self, text, *, newest, most):
        """At most `most` of these that contain `text`: by name before by anything else, the newest first.

        One query, which counts them besides: `total` of each row is how many there are, up to one above MOST_COUNTED.
        """
        hits, titled = self.order_by(), self.is_titled(text)
        latest = Unindexed(newest).desc(), "-pk"
        first = hits.filter(titled).order_by(*latest).values("pk")[:most]
        shown = first.union(hits.order_by(*latest).values("pk")[:most])
        total = HowMany(hits.values("pk")[: MOST_COUNTED + 1])
        found = self.filter(pk__in=shown).annotate(total=total, by_name=Case(When(titled, then=True), default=False))
        return found.order_by("-by_name", *latest)[:most]
