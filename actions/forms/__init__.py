"""What each verb of an action asks."""

from .action import ActionForm, EditForm
from .completing import CompleteForm, VoidForm
from .effect import CloseForm, ReopenForm
from .evidence import EvidenceForm
from .expiring import RenewForm, ReplaceForm
from .extending import AskExtensionForm, ExtendForm, GrantExtensionForm, RefuseExtensionForm
from .handing_over import HandOverForm, PassCheckForm, PassVerificationForm
from .late import ExplainForm, RemindForm
from .verifying import SendBackForm, SubmitForm, VerifyForm

__all__ = ["MOVE_FORMS", "ActionForm", "EditForm", "EvidenceForm"]

MOVE_FORMS = {
    form.verb: form
    for form in (
        CompleteForm,
        SubmitForm,
        VerifyForm,
        SendBackForm,
        CloseForm,
        GrantExtensionForm,
        RefuseExtensionForm,
        ReopenForm,
        AskExtensionForm,
        ExplainForm,
        ExtendForm,
        RemindForm,
        ReplaceForm,
        RenewForm,
        HandOverForm,
        PassVerificationForm,
        PassCheckForm,
        VoidForm,
    )
}
