"""The evidence pack: one zip with everything about a case that its maker may see, to be read without this system."""

from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import IO
from zoneinfo import ZoneInfo

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import override

from ..kinds import KINDS, VERSIONED
from ..word import writing
from ..wording import moment
from . import tables
from .archive import Archive
from .holdings import holdings
from .names import plain

SUMS = "SHA256SUMS.txt"


@dataclass(frozen=True)
class Pack:
    """`file` is an open temporary file at its beginning; `name` is what it is to be called."""

    file: IO[bytes]
    name: str


@transaction.atomic
def make(case, *, language, reason=""):
    """Make it and write down that it was made, with the digest of its list of digests.

    With `case.is_revealed`, names, identity numbers and medical details are in it; for this the maker gives a `reason`,
    and each look is kept as if the person had been shown. Raises PermissionDenied.
    """
    incident, by, now = case.incident, case.reader, case.now
    if not incident.may(by, "make_pack"):
        raise PermissionDenied
    if case.is_revealed:
        for casualty in case.casualties:
            if casualty.kept_back:
                casualty.reveal(by=by, now=now, reason=reason)
    stream = TemporaryFile()  # noqa: SIM115 – the response closes it; photos do not fit into memory
    archive = Archive(stream, incident.number, now.astimezone(ZoneInfo(case.zone)))
    with override(language):
        fill(archive, case, language, reason)
        name = " ".join([incident.number, _("Evidence pack")]) + ".zip"
    digest = archive.seal(SUMS)
    incident.record("pack_made", by=by, now=now, note="\n".join(filter(None, [f"{SUMS} {digest}", reason])))
    stream.seek(0)
    return Pack(stream, name)


def fill(archive, case, language, reason):
    held = holdings(case)
    for holding in held:
        put(archive, holding)
    for path, document in documents_of(case, language):
        archive.add(path, writing.write(document))
    for path, columns, rows in tables.of(case, held):
        archive.add_table(path, columns, rows)
    context = {"case": case, "incident": case.incident, "held": held, "language": language, "reason": reason}
    context |= {
        "facts": tables.facts(case),
        "casualties": tables.casualties(case),
        "made_at": moment(case.now, case.zone),
        "made_at_iso": tables.at(case, case.now),
    }
    context["written"] = [path for path in archive.sums if path.startswith("documents/")]
    archive.add("index.css", render_to_string("documents/pack/index.css").encode())
    archive.add("index.html", render_to_string("documents/pack/index.html", context).encode())
    archive.add("README.txt", render_to_string("documents/pack/README.txt", context).encode("utf-8-sig"))


def put(archive, holding):
    """The stored bytes, and whether they are still those that were uploaded; images were drawn anew on the way in."""
    file = holding.file
    try:
        stored = file.file.storage.open(file.file.name)
    except FileNotFoundError:  # the database was restored without its files
        holding.remark = _("The file is missing from the store.")
        return
    with stored:
        holding.size, holding.sha256 = archive.add_file(holding.path, stored, file.is_image)
    if file.is_image:
        holding.remark = _("The picture without its metadata, at most 2048 pixels wide or high.")
    elif holding.sha256 != file.sha256:
        holding.remark = _("The file is not the one that was uploaded: its digest is another.")


def documents_of(case, language):
    """(path, document): the quick report in each version, the others as of now."""
    place = 0
    for kind in KINDS.values():
        for report in versions(case, kind):
            place, case.report = place + 1, report
            number = f" {report.number}" if report else ""
            yield f"documents/{place:02d}-{plain(str(kind.label))}{number}.docx", kind.document(case, language)


def versions(case, kind):
    return kind.name == VERSIONED and case.reports or [None]
