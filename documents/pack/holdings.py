"""The files of a case that go into its evidence pack: photos, exhibits, evidence and what else was attached."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from actions.models import Evidence
from common.attachments import Attachment

from .names import plain


@dataclass
class Holding:
    """A stored file, its `path` in the pack, what it belongs to, and how it came out of the store."""

    path: str
    kind: str
    about: str
    file: Attachment
    sha256: str = ""  # of what is in the pack
    size: int = 0
    remark: str = ""


def holdings(case):
    """All of them, in a fixed number of queries; only of actions that the reader may see."""
    return [*photos(case), *exhibits(case), *causes(case), *evidence(case), *attendance(case)]


def photos(case):
    for place, photo in enumerate(case.photos, start=1):
        yield Holding(f"photos/{place:03d}-{plain(photo.name)}", _("Photo of the scene"), "", photo)


def exhibits(case):
    for exhibit in case.exhibits:
        about = _("%(label)s: %(title)s") % {"label": exhibit.label, "title": exhibit.title}
        for place, file in enumerate(exhibit.files.all(), start=1):
            path = f"exhibits/{exhibit.number:03d}-{place:02d}-{plain(file.name)}"
            yield Holding(path, _("Exhibit"), about, file)


def causes(case):
    for number, finding in enumerate(case.findings, start=1):
        for place, file in enumerate(finding.files.all(), start=1):
            yield Holding(f"causes/{number:03d}-{place:02d}-{plain(file.name)}", _("Cause"), finding.statement, file)


def evidence(case):
    actions = {action.pk: action for action in case.actions}
    rows = Evidence.objects.filter(action__in=actions).select_related("uploaded_by").order_by("action", "pk")
    for place, file in enumerate(rows, start=1):
        action = actions[file.action_id]
        path = f"actions/{action.number}/{place:03d}-{file.side}-{plain(file.name)}"
        kind = _("Evidence of an action (%(side)s)") % {"side": file.get_side_display()}
        yield Holding(path, kind, str(action), file)


def attendance(case):
    """The lists that people signed at trainings name them."""
    if not case.names_those_responsible:
        return
    for training in case.trainings:
        for place, file in enumerate(training.files.all(), start=1):
            path = f"trainings/{training.number:03d}-{place:02d}-{plain(file.name)}"
            yield Holding(path, _("Attendance at a training"), str(training), file)
