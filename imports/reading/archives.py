"""The container of a workbook, looked at before anything in it is: how many parts, how large, which of them."""

import re
import struct
import zlib
from io import BytesIO
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from django.utils.translation import gettext as _

from ..problems import Problem, Refused

MOST_PARTS = 5000
LARGEST_TOTAL = 512 * 1024 * 1024  # bytes unpacked, pictures among them
LARGEST_PART = 256 * 1024 * 1024
BLOCK = 256 * 1024
END = b"PK\x05\x06"  # the record at the end of a zip, which counts its entries
SYMLINK = 0xA000
BROKEN = (BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, struct.error, ValueError, OSError)


def is_zip(data):
    return data.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"))


class Archive:
    """The parts of a workbook. Nothing is ever written to disk."""

    def __init__(self, data):
        end = data.rfind(END, max(0, len(data) - 66_000))
        if end < 0 or len(data) < end + 22:
            raise broken()
        if struct.unpack_from("<H", data, end + 10)[0] > MOST_PARTS:
            raise Refused(Problem(_("The file holds more parts than any workbook does.")))
        try:
            self.file = ZipFile(BytesIO(data))
        except BROKEN as error:
            raise broken() from error
        self.parts = {info.filename: info for info in self.file.infolist()}
        self.refuse()

    def refuse(self):
        infos = self.file.infolist()
        if len(infos) > MOST_PARTS or len(self.parts) != len(infos):
            raise Refused(Problem(_("The file holds more parts than any workbook does.")))
        if sum(info.file_size for info in infos) > LARGEST_TOTAL:
            raise too_large()
        for info in infos:
            name, kind = info.filename, info.external_attr >> 16 & 0xF000
            if name.startswith("/") or ".." in name.split("/") or "\\" in name or kind == SYMLINK:
                raise Refused(Problem(_("The file holds parts that lead out of it: it is no workbook.")))
            if info.flag_bits & 1:
                raise Refused(Problem(_("This file is protected by a password: save it without one.")))
            if self.beginning(name).startswith(b"PK\x03\x04"):
                raise Refused(Problem(_("The file holds other files inside: save only the table, as XLSX.")))

    def beginning(self, name):
        for block in self.blocks(name, size=64):
            return block
        return b""

    def blocks(self, name, size=BLOCK):
        """The bytes of a part, piece by piece; never more than it says that it holds, and that is bounded."""
        if self.parts[name].file_size > LARGEST_PART:
            raise too_large()
        try:
            with self.file.open(name) as part:
                while block := part.read(size):
                    yield block
        except BROKEN as error:
            raise broken() from error

    def scan(self, name, handler):
        """Parse a part with `handler.start(name, attributes)`, `.end(name)` and `.text(text)`, piece by piece.

        Names come without their namespace. Yields after each piece, so that the caller takes what is ready.
        """
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = lambda name, given: handler.start(name.rpartition(" ")[2], given)
        parser.EndElementHandler = lambda name: handler.end(name.rpartition(" ")[2])
        parser.CharacterDataHandler = handler.text
        parser.StartDoctypeDeclHandler = refuse_doctype
        try:
            for block in self.blocks(name):
                parser.Parse(block)
                yield
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise broken() from error
        yield

    def count(self, name, pattern, most):
        """How often `pattern` stands in a part, quickly and without parsing it; not beyond `most`."""
        count, rest = 0, b""
        for block in self.blocks(name):
            count += len(re.findall(pattern, rest + block))
            rest = block[-8:]
            if count > most:
                break
        return count


def refuse_doctype(*_given):
    raise Refused(Problem(_("The file defines entities of its own (DTD): no workbook does.")))


def broken():
    return Refused(Problem(_("The file is damaged: open it in a spreadsheet program and save it anew as XLSX.")))


def too_large():
    return Refused(Problem(_("Unpacked, the file is larger than a table may be.")))
