"""How somebody who was invited gets in."""

from django import forms
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from ..models import User


class CodeForm(forms.Form):
    code = forms.CharField(
        label=gettext_lazy("Code of the invitation"),
        max_length=60,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
        help_text=gettext_lazy("For example K7M2Q-9XR4T. Capitals and dashes do not matter."),
    )


class AcceptForm(forms.Form):
    """The person chooses a password and a language."""

    language = forms.ChoiceField(
        label=gettext_lazy("Language"), choices=User.Language.choices, widget=forms.RadioSelect
    )
    password = forms.CharField(
        label=gettext_lazy("Password"), strip=False, widget=forms.PasswordInput({"autocomplete": "new-password"})
    )
    again = forms.CharField(
        label=gettext_lazy("The same password again"),
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args, person, **kwargs):
        self.person = person
        super().__init__(*args, initial={"language": person.language}, **kwargs)
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean_password(self):
        validate_password(self.cleaned_data["password"], self.person)
        return self.cleaned_data["password"]

    def clean_again(self):
        if self.cleaned_data.get("password") not in (None, self.cleaned_data["again"]):
            raise ValidationError(_("The two passwords differ."))
        return self.cleaned_data["again"]
