"""How wide a text will be, as nearly as can be known without the reader's font, and how it fits into a width."""

import unicodedata

SLIM, BROAD = set("iljtfrI.,:;'|!()[] ·-–"), set("mwMW%—…@")


def width_of(text, size=12):
    """In units of the picture. Errs on the wide side."""
    return size * sum(em(letter) for letter in str(text))


def em(letter):
    if unicodedata.east_asian_width(letter) in "WF":
        return 1
    if letter in SLIM:
        return 0.38
    if letter in BROAD:
        return 0.98
    return 0.72 if letter.isupper() else 0.63


def fits(text, width, size=12):
    return width_of(text, size) <= width


def shortened(text, width, size=12):
    """As much of the text as fits, with an ellipsis for the rest."""
    text = str(text)
    if fits(text, width, size):
        return text
    while text and not fits(f"{text}…", width, size):
        text = text[:-1]
    return f"{text.rstrip()}…"


def wrapped(text, width, lines, size=12):
    """The text in at most so many lines of about the same length, the last one shortened.

    Chinese may break between any two characters.
    """
    rows = filled(text, width, lines, size)
    if len(rows) > 1 and "…" not in rows[-1]:
        narrower = (filled(text, width * share / 10, lines, size) for share in range(5, 10))
        return next((even for even in narrower if fitting(even, rows)), rows)
    return rows


def fitting(even, rows):
    return len(even) == len(rows) and not any("…" in row for row in even)


def filled(text, width, lines, size):
    rows = [""]
    for word in words_of(str(text)):
        if fits(rows[-1] + word.rstrip(), width, size):
            rows[-1] += word
        elif len(rows) < lines and rows[-1]:
            rows.append(word)
        else:
            rows[-1] += word
    return [shortened(row.strip(), width, size) for row in rows]


def words_of(text):
    """Pieces that stay together, each with the space behind it."""
    piece = ""
    for letter in text:
        if piece and unicodedata.east_asian_width(letter) in "WF" and unicodedata.category(letter)[0] != "P":
            yield piece
            piece = ""
        piece += letter
        if letter == " ":
            yield piece
            piece = ""
    if piece:
        yield piece
