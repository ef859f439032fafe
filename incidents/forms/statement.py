"""What somebody said, and that it was signed."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from common.attachments import FilesField
from common.clock import local_day
from common.forms import VersionedForm

from ..models import Statement
from .facts import day_input, time_input
from .part import Adds, Edits, PartForm, TakesOut

LONGEST_STATEMENT = 50_000


class StatementForm(PartForm):
    marks_required = True
    files = FilesField(
        label=gettext_lazy("Photos or scans of the paper, recordings written down"),
        required=False,
        help_text=gettext_lazy("They cannot be taken away again; after signing nothing can be added."),
    )

    class Meta:
        model = Statement
        fields = [
            "standing",
            "name",
            "person",
            "position",
            "taken_on",
            "taken_at",
            "place",
            "taken_by",
            "said",
            "corrects",
        ]
        widgets = {
            "standing": forms.RadioSelect,
            "taken_on": day_input(),
            "taken_at": time_input(),
            "said": forms.Textarea({"rows": 12, "maxlength": LONGEST_STATEMENT}),
        }
        help_texts = {
            "name": gettext_lazy("Shown only to those who open the statement; elsewhere the surname stands for it."),
            "person": gettext_lazy(
                "Choose the person if they use this system: they can then read it, sign it and see who read it."
            ),
            "said": gettext_lazy("Question and answer, in the person's own words."),
            "corrects": gettext_lazy("A signed statement is never changed; this one stands beside it."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["standing"].choices = Statement.Standing.choices
        people = User.objects.covering(self.incident.site) | User.objects.filter(pk=self.instance.person_id)
        self.fields["person"].queryset = people.order_by("name", "pk")
        self.fields["person"].empty_label = _("nobody of this system")
        signed = self.incident.statements.exclude(signed_at=None)
        self.fields["corrects"].queryset = signed
        self.fields["corrects"].empty_label = _("none")
        if not signed:
            del self.fields["corrects"]


class StatementAddForm(Adds, StatementForm):
    heading = gettext_lazy("Take down a statement")
    button = gettext_lazy("Keep the statement")
    done = gettext_lazy("The statement is kept. It can be changed until it is signed.")

    def __init__(self, *args, **kwargs):
        first = {"taken_on": local_day(kwargs["now"], kwargs["incident"].site.time_zone), "taken_by": kwargs["by"]}
        kwargs["initial"] = first | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)


class StatementEditForm(Edits, StatementForm):
    heading = gettext_lazy("Change a statement before it is signed")
    button = gettext_lazy("Save the changes")
    done = gettext_lazy("The changes are saved.")


class StatementTakeOutForm(TakesOut):
    heading = button = gettext_lazy("Take the statement out")
    done = gettext_lazy("The statement is taken out.")


class PaperForm(VersionedForm):
    """Whoever investigates says that the person signed the paper, of which a file shows the signature."""

    signed_on = forms.DateField(label=gettext_lazy("Signed on"), widget=day_input())

    def __init__(self, *args, **kwargs):
        record = kwargs["record"]
        kwargs["initial"] = {"signed_on": record.taken_on} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    def save(self):
        self.record.sign(by=self.by, now=self.now, signing=Statement.Signing.PAPER, **self.facts())
        return self.record


class SignHereForm(VersionedForm):
    """The person signs what stands there."""

    def save(self):
        self.record.sign(by=self.by, now=self.now, signing=Statement.Signing.HERE)
        return self.record
