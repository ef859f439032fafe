from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.forms import RuledForm
from incidents.forms.facts import LONGEST_TEXT

from . import making


class PackForm(RuledForm):
    """What the maker of an evidence pack decides: whether it says who was hurt, and why it has to."""

    is_revealed = forms.BooleanField(
        label=gettext_lazy(
            "With names, identity numbers and medical details of those who were hurt, and names of others concerned"
        ),
        required=False,
        help_text=gettext_lazy("Without them everybody is masked. Your name and your reason are kept."),
    )
    reason = forms.CharField(
        label=gettext_lazy("What the pack is needed for"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 2, "maxlength": LONGEST_TEXT}),
    )

    def __init__(self, *args, case, language, now):
        super().__init__(*args, by=case.reader, now=now)
        self.case, self.language = case, language
        if not self.may_reveal():
            del self.fields["is_revealed"]

    def may_reveal(self):
        """Whether there is something to reveal, and the maker may see all of it."""
        kept_back = [casualty for casualty in self.case.casualties if casualty.kept_back]
        named = (self.case.handlings or self.case.trainings) and self.case.names_those_responsible
        return bool(kept_back or named) and all(casualty.may(self.by, "reveal") for casualty in kept_back)

    def clean(self):
        given = super().clean()
        if given.get("is_revealed") and not given.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Give the reason for which personal data has to be in it."))
        return given

    def save(self):
        given = self.cleaned_data
        case = self.case.leaving(is_revealed=given.get("is_revealed", False))
        return making.make(case, language=self.language, reason=given["reason"])
