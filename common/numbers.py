"""Numbers that people say aloud: I-2026-000123. One series per kind and year, without races, never reused."""

import re
import unicodedata

from django.db import connection

MARKS = r"[\s._/#‐-―−-]*"


def next_numbers(kind, year, count=1, using=connection):
    """The next `count` numbers of a series, in order, as text. Taken even if the caller's work fails later.

    Others wait for theirs until the transaction of `using` ends: a long one draws them by a connection of its own.
    """
    with using.cursor() as cursor:
        cursor.execute(
            "INSERT INTO common_series AS s (kind, year, last) VALUES (%s, %s, %s)"
            " ON CONFLICT (kind, year) DO UPDATE SET last = s.last + EXCLUDED.last RETURNING last",
            [kind, year, count],
        )
        last = cursor.fetchone()[0]
    return [f"{kind}-{year}-{number:06d}" for number in range(last - count + 1, last + 1)]


def next_number(kind, year):
    return next_numbers(kind, year)[0]


def read(text, kind):
    """The number that `text` means, if it is one of this kind in any spelling (`i2026 123`), else None."""
    text = unicodedata.normalize("NFKC", text).strip().upper()
    found = re.fullmatch(rf"{kind}{MARKS}((?:19|20)[0-9]{{2}}){MARKS}([0-9]{{1,9}})", text)
    return found and f"{kind}-{found[1]}-{int(found[2]):06d}"
