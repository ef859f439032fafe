"""The forms of the facts on which clocks depend, and of what people find about how an accident was reported."""

from django import forms
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import Appraisal, Assessment, Failing, Fine, Prolongation, Receipt, Reply, Submission
from ..models.fine import band_of, in_yuan
from ..models.obligation import levels_of
from .facts import LONGEST_TEXT, day_input
from .incident import SiteTimeField
from .loss import LossField
from .part import Adds, Edits, PartForm, TakesOut


class LegalForm(PartForm):
    marks_required = True


class ReceiptForm(LegalForm):
    class Meta:
        model = Receipt
        fields = ["level", "received_at", "how", "note"]
        field_classes = {"received_at": SiteTimeField}
        widgets = {
            "received_at": forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
            "how": forms.RadioSelect,
        }
        help_texts = {
            "received_at": gettext_lazy("Local to the site. The hours of this level run from then."),
        }

    level = forms.ChoiceField(label=gettext_lazy("Level of the authorities"), widget=forms.RadioSelect)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = levels_of(self.incident).items()
        self.fields["how"].choices = Receipt.How.choices
        self.fields["received_at"].zone = self.incident.site.time_zone


class AppraisalForm(LegalForm):
    class Meta:
        model = Appraisal
        fields = ["about", "document", "first_day", "last_day"]
        widgets = {"first_day": day_input(), "last_day": day_input()}
        help_texts = {
            "document": gettext_lazy("By which it was entrusted, for example 委托书〔2026〕4号."),
            "last_day": gettext_lazy("Empty while it goes on: its time counts once it is over."),
        }


class ProlongationForm(LegalForm):
    class Meta:
        model = Prolongation
        fields = ["days", "authority", "document", "approved_on"]
        widgets = {"days": forms.TextInput({"inputmode": "numeric", "maxlength": 3}), "approved_on": day_input()}
        help_texts = {"days": gettext_lazy("At most 60 together (Decree 493, art. 29).")}


class SubmissionForm(LegalForm):
    class Meta:
        model = Submission
        fields = ["submitted_on", "authority", "document"]
        widgets = {"submitted_on": day_input()}
        help_texts = {"submitted_on": gettext_lazy("The day on which the government received it.")}


class ReplyForm(LegalForm):
    class Meta:
        model = Reply
        fields = ["replied_on", "authority", "number"]
        widgets = {"replied_on": day_input()}


class AssessmentForm(LegalForm):
    class Meta:
        model = Assessment
        fields = ["assessed_on", "body", "result", "published"]
        widgets = {
            "assessed_on": day_input(),
            "result": forms.Textarea({"rows": 4, "maxlength": LONGEST_TEXT}),
        }
        help_texts = {"result": gettext_lazy("Measure by measure: what was done, what was not.")}


class FailingForm(LegalForm):
    class Meta:
        model = Failing
        fields = ["which", "reason"]
        widgets = {
            "which": forms.RadioSelect,
            "reason": forms.Textarea({"rows": 4, "maxlength": LONGEST_TEXT}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["which"].choices = Failing.Which.choices
        self.fields["reason"].help_text = _("Late reports are computed. This is a finding of yours, with your name.")


class FineForm(LegalForm):
    class Meta:
        model = Fine
        fields = ["whom", "name", "amount", "especially_grave", "authority", "number", "decided_on", "reason"]
        field_classes = {"amount": LossField}
        widgets = {
            "whom": forms.RadioSelect,
            "amount": forms.TextInput({"inputmode": "decimal", "autocomplete": "off", "maxlength": 20}),
            "decided_on": day_input(),
            "reason": forms.Textarea({"rows": 3, "maxlength": LONGEST_TEXT}),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["whom"].choices = Fine.Whom.choices
        self.fields["amount"].help_text = _("In yuan, or as 60万元.")
        if band := band_of(self.incident):
            lowest, highest = in_yuan(band)
            words = {"from": amount(lowest), "to": amount(highest), "clause": band.rule.clause}
            text = _("Band for the unit: %(from)s to %(to)s yuan (%(clause)s). A reference, nothing more.") % words
            self.fields["amount"].help_text = text
        if not band or not band.especially_grave:
            del self.fields["especially_grave"]


def amount(yuan):
    return number_format(yuan, decimal_pos=0, force_grouping=True)


def three(form, *, adds, edits, takes_out):
    """The forms that add, change and take out one kind of fact, by their headings."""

    class Add(Adds, form):
        heading = adds
        button = gettext_lazy("Record it")
        done = gettext_lazy("Recorded.")

    class Edit(Edits, form):
        heading = edits
        button = gettext_lazy("Save the changes")
        done = gettext_lazy("The changes are saved.")

    class TakeOut(TakesOut):
        heading = button = takes_out
        done = gettext_lazy("Taken out.")
        explanation = gettext_lazy("It stays in the record with your reason; the clocks run as if it were not there.")

    return Add, Edit, TakeOut


RECEIPT = three(
    ReceiptForm,
    adds=gettext_lazy("Record when a level received the report"),
    edits=gettext_lazy("Change when a level received the report"),
    takes_out=gettext_lazy("Take this receipt out"),
)
APPRAISAL = three(
    AppraisalForm,
    adds=gettext_lazy("Record a technical appraisal"),
    edits=gettext_lazy("Change a technical appraisal"),
    takes_out=gettext_lazy("Take this appraisal out"),
)
PROLONGATION = three(
    ProlongationForm,
    adds=gettext_lazy("Record an extension of the investigation"),
    edits=gettext_lazy("Change an extension of the investigation"),
    takes_out=gettext_lazy("Take this extension out"),
)
SUBMISSION = three(
    SubmissionForm,
    adds=gettext_lazy("Record that the report of the investigation was submitted"),
    edits=gettext_lazy("Change when the report of the investigation was submitted"),
    takes_out=gettext_lazy("Take this submission out"),
)
REPLY = three(
    ReplyForm,
    adds=gettext_lazy("Record the reply to the report of the investigation"),
    edits=gettext_lazy("Change the reply to the report of the investigation"),
    takes_out=gettext_lazy("Take this reply out"),
)
ASSESSMENT = three(
    AssessmentForm,
    adds=gettext_lazy("Record the assessment of what was done"),
    edits=gettext_lazy("Change the assessment of what was done"),
    takes_out=gettext_lazy("Take this assessment out"),
)
FAILING = three(
    FailingForm,
    adds=gettext_lazy("Find that the accident was not reported as it should have been"),
    edits=gettext_lazy("Change this finding"),
    takes_out=gettext_lazy("Take this finding back"),
)
FINE = three(
    FineForm,
    adds=gettext_lazy("Record the decision about a fine"),
    edits=gettext_lazy("Change the decision about a fine"),
    takes_out=gettext_lazy("Take this fine out"),
)
