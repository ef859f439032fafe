from django import forms
from django.utils.translation import gettext_lazy as _

from ..models import User


class PersonSearch(forms.TextInput):
    """A name, typed; the server proposes the people whom it may mean."""

    template_name = "accounts/_person_search.html"


class PersonField(forms.Field):
    """Somebody with a duty at a site. The form calls `offer` with those who come into question."""

    widget = forms.Select

    def offer(self, candidates):
        self.candidates = candidates
        if candidates.listed is None:
            self.widget = PersonSearch({"maxlength": 200, "autocomplete": "off", "hx-get": candidates.url})
            self.help_text = _("Type the beginning of a name and choose.")
        else:
            self.widget = forms.Select(
                choices=[("", _("Choose a person")), *((person.pk, label) for person, label in candidates.listed)]
            )
        self.widget.is_required = self.required

    def prepare_value(self, value):
        if not isinstance(value, User):
            return value
        return value.pk if self.candidates.listed is not None else self.candidates.label(value)

    def to_python(self, value):
        value = (value or "").strip()
        return self.candidates.find(value) if value else None
