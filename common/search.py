"""Words in records: what somebody types, read into queries of the tokens that the database keeps.

Each table that is searched has a column `tokens`, which PostgreSQL computes by `doc_tokens` (a migration of this app)
from the fields that the model names in SEARCHED. It is no field of the model: no SELECT, no save and no fixture ever
carries it along. A migration that changes the type of such a field drops the column first and adds it again after.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

from django.contrib.postgres.search import SearchQuery, SearchQueryField, SearchVectorField
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.expressions import Col, Expression
from django.db.models.functions import Cast
from django.db.models.lookups import GreaterThan

from . import numbers

LONGEST = 100  # characters that one may search for

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

    @property
    def pattern(self):
        """How it is found in a text to be marked there."""
        if self.kind == "han":
            return "|".join([self.text, *self.pairs()])
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

    @cached_property
    def pattern(self):
        return re.compile("|".join(word.pattern for word in self.words) or r"(?!)", re.IGNORECASE)

    def spans(self, text):
        """(start, end) of each place in `text` that is one of the words, in whatever width it is written."""
        if unicodedata.is_normalized("NFKC", text):
            return [found.span() for found in self.pattern.finditer(text)]
        pieces = [unicodedata.normalize("NFKC", character) for character in text]
        origin = [place for place, piece in enumerate(pieces) for _character in piece]
        found = self.pattern.finditer("".join(pieces))
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

    def titled(self, text):
        """Those that hold every word of `text` in the field that names them."""
        tokens = DocTokens(self.model.TITLE)
        return self.filter(*(Q(matching(tokens, word.query)) for word in Asked(text).words))

    def newest_first(self):
        """By key, without walking its index: for a rare word PostgreSQL would read the whole table backwards."""
        return self.order_by((F("pk") + 0).desc())
