"""The texts to translate, collected and compiled by Babel: a fresh machine has no gettext programs."""

import io
import os
import re
from collections import Counter
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation import to_locale
from django.utils.translation.template import templatize

KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
COMMENT = "Translators:"
PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
SKIPPED = {"tests", "var", "static", "locale", "node_modules"}


def catalogues():
    """(locale, file) of every language but the source's."""
    for code, _name in settings.LANGUAGES:
        if code != settings.LANGUAGE_CODE:
            locale = to_locale(code)
            yield locale, Path(settings.LOCALE_PATHS[0]) / locale / "LC_MESSAGES" / "django.po"


def collect(locale, file):
    """The catalogue as the source has it now, with the translations that `file` knows. Nothing is guessed."""
    known = read(locale, file)
    catalog = Catalog(locale=locale, fuzzy=False)
    for path in sources():
        for place, text, comments, context in texts(path):
            catalog.add(text, locations=[(place, 1)], auto_comments=comments, context=context)
    for message in catalog:
        old = message.id and known.get(message.id, message.context)
        if old and type(old.id) is type(message.id):
            message.string, message.user_comments = old.string, old.user_comments
            message.flags |= old.flags & {"fuzzy"}
    return catalog


def sources():
    for path in sorted(Path(settings.BASE_DIR).rglob("*")):
        parts = path.relative_to(settings.BASE_DIR).parts
        hidden = SKIPPED & set(parts) or any(part.startswith(".") for part in parts)
        if not hidden and (path.suffix == ".py" or "templates" in parts and path.is_file()):
            yield path


def texts(path):
    source = path.read_text()
    if path.suffix != ".py":
        # What Django makes of a template is calls between rows of X; their indentation means nothing.
        source = "\n".join(line.lstrip() for line in templatize(source, origin=path).splitlines())
    place = path.relative_to(settings.BASE_DIR).as_posix()
    found = extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS, comment_tags=(COMMENT,))
    for _line, text, comments, context in found:
        yield place, text, comments, context


def read(locale, file):
    if not file.exists():
        return Catalog(locale=locale)
    with open(file, "rb") as stream:
        return read_po(stream, locale=locale)


def written(catalog):
    """The file's text: no dates, no line numbers, no wrapping, so that a diff shows the words that changed."""
    stream = io.BytesIO()
    catalog.header_comment = "# The other language. `manage.py messages` writes this file, people the translations."
    write_po(stream, catalog, width=0, include_lineno=False, sort_by_file=True, ignore_obsolete=True)
    needed = ("Language", "Plural-Forms", "MIME-Version", "Content-Type", "Content-Transfer-Encoding")
    superfluous = rf'^"(?!(?:{"|".join(needed)}): )[A-Z][A-Za-z-]+: .*\\n"\n'
    header, body = stream.getvalue().decode().split("\n\n", 1)
    return re.sub(superfluous, "", header + "\n", flags=re.MULTILINE) + "\n" + body


def faults(locale, file):
    """Why this catalogue is not ready, one sentence each."""
    fresh, known = collect(locale, file), read(locale, file)
    for message in known:
        if message.id and fresh.get(message.id, message.context) is None:
            yield f"no longer in the source: {shown(message)}"
    for message in fresh:
        if not message.id:
            continue
        if known.get(message.id, message.context) is None:
            yield f"not in the catalogue: {shown(message)}"
        elif not all(strings(message.string)):
            yield f"untranslated: {shown(message)}"
        elif message.fuzzy:
            yield f"fuzzy: {shown(message)}"
        else:
            yield from differences(message)
    if file.exists() and file.read_text() != written(fresh):
        yield "the file is not as `manage.py messages` writes it"


def differences(message):
    """A placeholder that is lost or misspelt shows a hole, or an error, to whoever reads the translation."""
    source = strings(message.id)[-1]
    for string in strings(message.string):
        if placeholders(string) != placeholders(source):
            yield f"other placeholders than in the source: {shown(message)}"
        if string.startswith("\n") != source.startswith("\n") or string.endswith("\n") != source.endswith("\n"):
            yield f"begins or ends with another line break than the source: {shown(message)}"


def placeholders(text):
    return Counter(set(PLACEHOLDER.findall(text)))


def strings(text):
    """One text, or the forms of a plural; nothing translated yet is an empty text."""
    return list(text) if isinstance(text, (tuple, list)) else [text or ""]


def shown(message):
    places = ", ".join(sorted({place for place, _line in message.locations}))
    return f"“{strings(message.id)[0]}” {f'({places})' if places else ''}".strip()


def compile_all():
    """Write the .mo files that are older than what they are made from."""
    for locale, file in catalogues():
        compiled = file.with_suffix(".mo")
        if file.exists() and (not compiled.exists() or compiled.stat().st_mtime < file.stat().st_mtime):
            beside = compiled.with_suffix(f".{os.getpid()}")
            with open(beside, "wb") as stream:
                write_mo(stream, read(locale, file))
            beside.replace(compiled)
