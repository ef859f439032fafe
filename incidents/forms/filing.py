"""Filing a report: to which level, of which kind, and what is new. The facts are those of the record."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.forms import OnceForm

from ..models import Obligation, Report
from ..models.obligation import levels_of
from .facts import LONGEST_TEXT


class FileForm(OnceForm):
    """`corrects` is the report that this one corrects, or None; `version` the facts that the person looked at."""

    model, maker = Report, "filed_by"
    kind = forms.ChoiceField(label=gettext_lazy("Kind of report"), widget=forms.RadioSelect)
    level = forms.ChoiceField(label=gettext_lazy("To which level"), widget=forms.RadioSelect)
    note = forms.CharField(
        label=gettext_lazy("What is new"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 3}),
        help_text=gettext_lazy("In a few words, since the report before."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, incident, corrects=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.incident, self.corrects = incident, corrects
        self.fields["version"].initial = incident.version
        levels = levels_of(incident)
        self.fields["level"].choices = levels.items()
        self.fields["level"].initial = corrects.level if corrects else next(iter(levels), None)
        if corrects:
            kinds = [corrects.kind]
        elif incident.filed_reports:
            kinds = [kind for kind in Report.Kind if kind != Report.Kind.FIRST]
        else:
            kinds = [Report.Kind.FIRST]
        self.fields["kind"].choices = [(kind, Report.Kind(kind).label) for kind in kinds]
        self.fields["kind"].initial = Report.Kind.SUPPLEMENTARY if self.tells_of_casualties(kinds) else kinds[0]
        if corrects:
            self.fields["note"].label = _("What was wrong")
            self.fields["note"].required = True

    def tells_of_casualties(self, kinds):
        """Whether the casualties changed since they were reported and the window is not over (Decree 493, art. 13)."""
        owed = self.incident.obligations.unmet().filter(kind=Obligation.Kind.SUPPLEMENT, due_at__gt=self.now)
        return Report.Kind.SUPPLEMENTARY in kinds and owed.exists()

    def clean(self):
        facts = super().clean()
        if facts.get("version") != self.incident.version:
            self.data = self.data.copy()
            self.data[self.add_prefix("version")] = self.incident.version
            self.add_error(None, _("The facts have changed since you opened this page. Look at them again, then file."))
        return facts

    def make(self):
        facts = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return Report.file(self.incident, by=self.by, now=self.now, corrects=self.corrects, **facts)
