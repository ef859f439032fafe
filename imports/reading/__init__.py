"""A file as columns and rows of text. Knows encodings and kinds of files; knows nothing of what the columns mean."""

from django.utils.translation import gettext as _

from ..problems import Problem, Refused
from . import archives, delimited, objects, workbooks
from .tables import FORBIDDEN, LARGEST_FILE, Table, comparable, holds_a_control, refuse_size

__all__ = ["FORBIDDEN", "Table", "comparable", "holds_a_control", "load", "read"]

SPACE = b" \t\r\n\xef\xbb\xbf"


def load(path):
    """The bytes of a file, never more than may be read: it is measured before it is read."""
    try:
        with open(path, "rb") as file:
            return file.read(LARGEST_FILE + 1)
    except OSError as error:
        message = _("The file “%(name)s” cannot be read: %(why)s.")
        raise Refused(Problem(message % {"name": path, "why": error.strerror})) from error


def read(data, *, expected=frozenset(), encoding=None, sheet=None, header_rows=1):
    """The Table in the bytes of a CSV, XLSX or JSON file; its content says which it is, never its name.

    `expected` are the column names that the caller knows. By them the header is found below its title, the sheet
    among others, and, only by them, a Chinese encoding without a mark is told from another. A file that is wrong as a
    whole is Refused; what is wrong with single rows stands with the row.
    """
    if len(data) > LARGEST_FILE:
        raise Refused(Problem(_("The file is larger than %(limit)d MB.") % {"limit": LARGEST_FILE // 1024 // 1024}))
    beginning = data[:512].lstrip(SPACE)
    if not beginning and not data.strip(SPACE):
        raise Refused(Problem(_("The file is empty.")))
    table = table_in(data, beginning, encoding, sheet, {"expected": expected, "header_rows": header_rows})
    refuse_size(table)
    return table


def table_in(data, beginning, encoding, sheet, header):
    if archives.is_zip(data):
        return workbooks.read(data, sheet=sheet, **header)
    refuse_other_kinds(data, beginning)
    if beginning.startswith((b"[", b"{")):
        return objects.read(data, **header)
    return delimited.read(data, encoding=encoding, **header)


def refuse_other_kinds(data, beginning):
    """One clear sentence for what people take for a table."""
    if beginning.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Refused(Problem(_("This file is protected by a password: save it without one.")))
        raise Refused(Problem(_("This is a file of the old kind XLS: save it as XLSX.")))
    if beginning.startswith(b"%PDF"):
        raise Refused(Problem(_("This is a file of the kind %(kind)s: save it as XLSX.") % {"kind": "PDF"}))
    if beginning.startswith((b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        raise Refused(Problem(_("This is a packed file: unpack it and take in what it holds.")))
    if beginning[:1] == b"<":
        message = _("This is a web page or an XML file, whatever its name says: open it and save it as XLSX.")
        raise Refused(Problem(message))
