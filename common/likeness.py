"""How much records say the same as a text: by the tokens they share, rare ones weighing more than common ones.

Nothing leaves the database. PostgreSQL's own statistics of the column `tokens` tell how common each token is, so that
asking costs the same whether the table holds a thousand rows or a million: only tokens that together stand in few rows
are looked up, and all of them weigh.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import reduce
from math import log
from operator import add, or_

from django.contrib.postgres.search import SearchQueryField
from django.db import connection
from django.db.models import Case, FloatField, Q, Value, When
from django.db.models.functions import Cast

from .search import HAN, Tokens, matching

LONGEST = 2_000  # characters of the text that are read
MOST_WEIGHED = 24  # tokens
MOST_ROWS = 3_000  # about so many rows are looked at
STEM = 3  # characters; shorter ones are words, not stems
RUN = re.compile(rf"(?P<han>[{HAN}]+)|[^\W_{HAN}]+")

# Tokens of the text, each with the share of rows that hold it; what is not among the commonest is rarer than those.
COMMON = """
WITH common AS (
    SELECT * FROM pg_stats s, unnest(most_common_elems::text::text[], most_common_elem_freqs) AS e(token, share)
     WHERE s.schemaname = current_schema AND s.tablename = %(table)s AND s.attname = 'tokens'
)
SELECT typed.token, coalesce(common.share, 0), (SELECT min(share) FROM common WHERE token IS NOT NULL),
       (SELECT reltuples FROM pg_class WHERE oid = %(table)s::regclass)
  FROM unnest(tsvector_to_array(doc_tokens(%(text)s))) AS typed(token) LEFT JOIN common USING (token)
 WHERE typed.token !~ '^[a-z]+$' OR to_tsvector('english', typed.token) <> ''  -- no “the” and “of”
 ORDER BY 2, 1
"""


@dataclass(frozen=True)
class Token:
    text: str
    weight: float
    rows: float  # how many hold it, about

    @property
    def query(self):
        quoted = self.text.replace("\\", "\\\\").replace("'", "''")
        return Cast(Value(f"'{quoted}'"), SearchQueryField())

    @property
    def holds(self):
        return Q(matching(Tokens(), self.query))


class Likeness:
    """What a text and the records of `model` have in common."""

    def __init__(self, model, text):
        self.text = unicodedata.normalize("NFKC", text[:LONGEST]).replace("\0", "").lower()
        self.tokens = weighed(model._meta.db_table, self.text) if self.text.strip() else []

    @property
    def sought(self):
        """The condition to be looked at: a record holds one of the rarest tokens, as many as few rows allow."""
        chosen, rows = [], 0.0
        for token in self.tokens:
            rows += token.rows
            if chosen and rows > MOST_ROWS:
                break
            chosen.append(token.holds)
        return reduce(or_, chosen, Q(pk__in=[]))

    @property
    def score(self):
        """Between 0 and 1: the weight of the tokens that a record shares, of the weight of all."""
        total = sum(token.weight for token in self.tokens)
        if not total:
            return Value(0.0, output_field=FloatField())
        shares = (
            Case(When(token.holds, then=Value(token.weight / total)), default=Value(0.0)) for token in self.tokens
        )
        return reduce(add, shares)

    def shared_words(self, held):
        """Words of the text that stand in a record with the tokens `held`, pairs joined again, the heaviest first."""
        shared = {token.text: token.weight for token in self.tokens if token.text in held}
        words = {}
        for run in RUN.finditer(self.text):
            for word, weight in joined(run[0], shared) if run["han"] else stemmed(run[0], shared):
                words[word] = max(weight, words.get(word, 0))
        longest = [word for word in words if not any(word != other and word in other for other in words)]
        return sorted(longest, key=words.get, reverse=True)


def joined(run, shared):
    """The parts of a run of Han characters that its shared pairs cover, each with its weight."""
    start, weight = None, 0.0
    for place in range(len(run)):
        pair = run[place : place + 2]
        if pair in shared:
            start, weight = place if start is None else start, weight + shared[pair]
        elif start is not None:
            yield run[start : place + 1], weight
            start, weight = None, 0.0


def stemmed(word, shared):
    """A word of another script, if it or its stem is shared."""
    weight = max(
        (w for token, w in shared.items() if word == token or len(token) > STEM and word.startswith(token)), default=0
    )
    if weight:
        yield word, weight


def weighed(table, text):
    """The Tokens of a text, the rarest first."""
    with connection.cursor() as cursor:
        cursor.execute(COMMON, {"table": table, "text": text})
        rows = cursor.fetchall()
    found = []
    for token, share, least, count in rows:
        if token.isdecimal() or len(token) < 2 or token.replace(".", "").isdecimal():
            continue  # numbers and days say nothing about what happened
        whole = max(count, 1)  # -1 where nobody has counted yet
        holding = (share or (least or 0) / 2) * whole
        found.append(Token(token, log((whole + 1) / (holding + 0.5)), holding))
    return found[:MOST_WEIGHED]
