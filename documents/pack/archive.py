"""A zip that is written piece by piece, with the digest of each file that goes into it."""

import csv
import hashlib
import zipfile
from contextlib import contextmanager
from io import TextIOWrapper

from common.exports import as_text

PIECE = 64 * 1024  # bytes


class Digesting:
    """A file that is written to, and its SHA-256."""

    def __init__(self, target):
        self.target, self.sha256, self.size = target, hashlib.sha256(), 0

    def write(self, data):
        self.sha256.update(data)
        self.size += len(data)
        return self.target.write(data)

    def writable(self):
        return True

    readable = seekable = lambda self: False
    closed = False

    def flush(self):
        """The zip flushes when the entry ends."""


class Archive:
    """Everything lies in one `folder`; `written` is the local time that the files get. `sums`: {path: digest}."""

    def __init__(self, stream, folder, written):
        self.zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED)
        self.folder, self.written, self.sums = folder, written, {}

    @contextmanager
    def entry(self, path, is_packed=False):
        """A file to write bytes to; one that `is_packed` already, such as a photo, is stored as it is."""
        info = zipfile.ZipInfo(f"{self.folder}/{path}", self.written.timetuple()[:6])
        info.compress_type = zipfile.ZIP_STORED if is_packed else zipfile.ZIP_DEFLATED
        info.external_attr = 0o644 << 16
        with self.zip.open(info, "w") as target:
            file = Digesting(target)
            yield file
        self.sums[path] = file.sha256.hexdigest()

    def add(self, path, data):
        with self.entry(path) as file:
            file.write(data)

    def add_file(self, path, source, is_packed):
        """An open file, a piece at a time; returns its size and digest."""
        with self.entry(path, is_packed) as file:
            while piece := source.read(PIECE):
                file.write(piece)
        return file.size, self.sums[path]

    def add_table(self, path, columns, rows):
        """CSV that Excel reads as UTF-8 and takes for no formula."""
        with self.entry(path) as file:
            text = TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
            writer = csv.writer(text)
            writer.writerow([str(column) for column in columns])
            for row in rows:
                writer.writerow(["" if cell is None else as_text(cell) for cell in row])
            text.detach()

    def seal(self, path):
        """The digests of all files, as `sha256sum --check` reads them; returns the digest of this list."""
        lines = "".join(f"{digest}  {name}\n" for name, digest in self.sums.items())
        self.add(path, lines.encode())
        self.zip.close()
        return self.sums[path]
