from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from ..typed import KINDS
from .person import PersonSearch


class TypedField(forms.Field):
    """A record of one kind, chosen by typing. The form calls `offer` with who asks."""

    widget = PersonSearch

    def __init__(self, kind, **options):
        options.setdefault("help_text", _("Type a part of the name and choose."))
        super().__init__(**options)
        self.kind = kind

    def offer(self, user, now):
        self.typed = KINDS[self.kind](user, now)
        self.widget.attrs |= {
            "maxlength": 200,
            "autocomplete": "off",
            "hx-get": reverse("accounts:typed", args=[self.kind]),
        }

    def prepare_value(self, value):
        return value if value is None or isinstance(value, str) else self.typed.label(value)

    def to_python(self, value):
        value = (value or "").strip()
        return self.typed.find(value) if value else None


class TypingForm(forms.Form):
    """A form of which some fields are typed; `by` and `now` are the RuledForm's."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, TypedField):
                field.offer(self.by, self.now)
