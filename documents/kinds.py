"""The kinds of documents, in the order of the life of a case."""

from dataclasses import dataclass, replace
from types import ModuleType

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from incidents.models import Incident

from . import bulletin, case_cover, investigation_report, quick_report, rectification_list

VERSIONED = "quick-report"  # of which there is one for each report that was filed


@dataclass(frozen=True)
class Kind:
    """One kind: what it is called, what it is for, and the module whose `document(case)` makes it."""

    name: str
    label: str
    purpose: str
    module: ModuleType

    def document(self, case, language):
        with override(language):
            made = self.module.document(case)
            is_void = case.incident.status == Incident.Status.VOID
            return replace(made, warning=_("The record of this incident is void.")) if is_void else made


KINDS = {
    kind.name: kind
    for kind in (
        Kind(
            VERSIONED,
            gettext_lazy("Quick report"),
            gettext_lazy("The six contents of Decree 493, art. 12, on a form to be sealed and sent."),
            quick_report,
        ),
        Kind(
            "investigation-report",
            gettext_lazy("Investigation report"),
            gettext_lazy("A draft by Decree 493, art. 30, with places for what nobody has recorded."),
            investigation_report,
        ),
        Kind(
            "rectification-list",
            gettext_lazy("Rectification list"),
            gettext_lazy("Every action with its cause, owner, deadline, state and verifier."),
            rectification_list,
        ),
        Kind(
            "case-cover",
            gettext_lazy("Case cover"),
            gettext_lazy("The cover of the file, and the list of what is in it."),
            case_cover,
        ),
        Kind(
            "bulletin",
            gettext_lazy("Bulletin"),
            gettext_lazy("One page for others to learn from, with a code that leads to the record."),
            bulletin,
        ),
    )
}
