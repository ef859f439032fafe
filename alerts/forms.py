from django import forms
from django.utils.translation import gettext_lazy as _

from common.forms import RuledForm, VersionedForm

from .models import Rule

LONGEST = 2000


def text(label, **options):
    return forms.CharField(label=label, max_length=LONGEST, widget=forms.Textarea({"rows": 3}), **options)


class AnswerForm(VersionedForm):
    note = text(_("What is done about it"), help_text=_("Everybody who sees this alert reads your answer."))

    def __init__(self, *args, alert, sites, **kwargs):
        self.sites = sites
        super().__init__(*args, record=alert, **kwargs)

    def save(self):
        return self.record.answer(by=self.by, now=self.now, sites=self.sites, **self.facts())


class RuleFacts(forms.ModelForm):
    """What is counted where; it is tried before it is kept."""

    class Meta:
        model = Rule
        fields = ["counts", "least", "days", "within", "level", "is_active"]
        help_texts = {
            "days": _("The first and the last day count: seven days are from a Monday to the Sunday after it."),
            "level": _("Only where incidents are put together by region."),
        }


class RuleForm(VersionedForm):
    note = text(_("Why it changes"))

    def __init__(self, *args, facts, **kwargs):
        self.chosen = facts
        super().__init__(*args, **kwargs)

    def renewed(self):
        """The same form about the rule as it is now, with what was typed."""
        data = self.data.copy()
        data["version"] = self.record.version
        return type(self)(data, record=self.record, facts=self.chosen, by=self.by, now=self.now)

    def save(self):
        self.record.follow_otherwise(by=self.by, now=self.now, note=self.cleaned_data["note"], **self.chosen)
        return self.record


class NewRuleForm(RuledForm):
    note = text(_("Why it is needed"))

    def __init__(self, *args, facts, **kwargs):
        self.chosen = facts
        super().__init__(*args, **kwargs)

    def save(self):
        return Rule.add(by=self.by, now=self.now, note=self.cleaned_data["note"], **self.chosen)
