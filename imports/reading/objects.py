"""JSON: a list of objects, of which each is a row. Read object by object, numbers as they are written."""

import json
import re

from django.utils.translation import gettext as _

from ..problems import Problem, Refused, quoted
from .delimited import LONGEST_RECORD, MARKS, first_broken_byte
from .tables import Row, table_of

LARGEST_TEXT = 32 * 1024 * 1024  # bytes
WINDOWS = (8 * 1024, LONGEST_RECORD)  # characters: most objects are short
SPACE = re.compile(r"[ \t\r\n]*")


def read(data, *, expected, header_rows):
    if len(data) > LARGEST_TEXT:
        raise Refused(Problem(_("The file is larger than %(limit)d MB.") % {"limit": LARGEST_TEXT // 1024 // 1024}))
    encoding = next((name for mark, name in MARKS.items() if data.startswith(mark)), "utf-8")
    if first_broken_byte(data, encoding) is not None:
        message = _("This is not text in %(encoding)s. Save the file as UTF-8, or name the encoding that it is in.")
        raise Refused(Problem(message % {"encoding": encoding.upper()}))
    text = data.decode(encoding)
    return table_of(lambda: rows_of(text), expected=expected)


def rows_of(text):
    """The names of the first object as header, number 0; then the objects, numbered from 1."""
    columns, number = None, 0
    for number, given in enumerate(objects_of(text), start=1):
        if not isinstance(given, dict):
            raise not_a_list(number)
        if columns is None:
            columns = list(given)
            yield Row(0, columns)
        faults = [(place, nested(given[name])) for place, name in enumerate(columns) if is_nested(given.get(name))]
        faults += [
            (None, _("“%(name)s” is no field of the first object.") % {"name": quoted(name)})
            for name in given
            if name not in columns
        ]
        yield Row(number, [cell_of(given.get(name)) for name in columns], tuple(faults))


def objects_of(text):
    decoder = json.JSONDecoder(
        parse_int=str, parse_float=str, parse_constant=refuse_constant, object_pairs_hook=without_doubles
    )
    place, number = after_space(text, 0), 0
    if text[place : place + 1] != "[":
        raise not_a_list(number)
    place = after_space(text, place + 1)
    if text[place : place + 1] == "]":
        return
    while True:
        number += 1
        found, length = decoded(decoder, text, place, number)
        yield found
        place += length
        place = after_space(text, place)
        mark, place = text[place : place + 1], after_space(text, place + 1)
        if mark == "]" and place == len(text):
            return
        if mark != ",":
            raise not_a_list(number)


def decoded(decoder, text, place, number):
    """One value and its length; looked at through a window, so that no single one grows beyond a record."""
    for window in WINDOWS:
        try:
            return decoder.raw_decode(text[place : place + window])
        except (ValueError, RecursionError) as error:
            if window == WINDOWS[-1] or place + window >= len(text):
                message = _("This is not JSON, or it is nested too deep, or a name stands twice in one object.")
                raise Refused(Problem(message, row=number)) from error
    return None


def not_a_list(number):
    return Refused(Problem(_("JSON has to be one list of objects: [{…}, {…}]."), row=number or None))


def after_space(text, place):
    return SPACE.match(text, place).end()


def refuse_constant(name):
    raise ValueError


def without_doubles(pairs):
    given = dict(pairs)
    if len(given) != len(pairs):
        raise ValueError
    return given


def is_nested(value):
    return isinstance(value, (list, dict))


def nested(value):
    return _("“%(value)s” is a list or an object where one value is expected.") % {"value": quoted(value)}


def cell_of(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
