"""Words marked where they stand: HTML that is safe, whatever the text is."""

from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

AROUND = 40  # characters shown before the first hit
LONGEST = 160


def marked(text, asked):
    """`text` with the words that were asked for in <mark>."""
    text, pieces, here = str(text), [], 0
    for start, end in asked.spans(text):
        pieces.append(format_html("{}<mark>{}</mark>", text[here:start], text[start:end]))
        here = end
    pieces.append(format_html("{}", text[here:]))
    return format_html_join("", "{}", ((piece,) for piece in pieces))


def snippet(texts, asked):
    """What stands around the first hit in the first of `texts` that has one, marked; nothing where none has."""
    for text in texts:
        text = " ".join(text.split())
        hit = next(iter(asked.spans(text)), None)
        if hit is not None:
            start = max(0, hit[0] - AROUND)
            end = min(len(text), max(hit[1], start + LONGEST))
            inside = marked(text[start:end], asked)
            return format_html("{}{}{}", "…" if start else "", inside, "…" if end < len(text) else "")
    return mark_safe("")
