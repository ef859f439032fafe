"""Forms about records. The rules are the models'; what they refuse is shown at the fields they name."""

import unicodedata
import uuid

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .attachments import FilesField
from .lifecycle import AlreadyMoved


class RuledForm(forms.Form):
    """Stands before ModelForm where there is one. `by` does it at `now`; `save` calls the verb the form is about."""

    def __init__(self, *args, by, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.by, self.now = by, now

    def keep(self):
        """Do it, if the rules let it be done. AlreadyMoved and PermissionDenied are the view's to answer."""
        if not self.is_valid():
            return None
        try:
            return self.save()
        except ValidationError as error:
            errors = error.error_dict if hasattr(error, "error_dict") else {None: error.error_list}
            for name, messages in errors.items():
                self.add_error(name if name in self.fields else None, messages)
            self.mention_files()
        return None

    def clean(self):
        for name, value in list((super().clean() or self.cleaned_data).items()):
            if isinstance(value, str) and name not in self.errors:
                self.clean_text(name, value)
        return self.cleaned_data

    def clean_text(self, name, value):
        """What a browser would not send but somebody may: line breaks in a line, nothing visible, too much."""
        field = self.fields[name]
        if not isinstance(field.widget, forms.Textarea):
            value = " ".join(value.split())
        if not any(is_visible(character) for character in value):
            value = ""
        longest = int(field.widget.attrs.get("maxlength") or 0)
        if field.required and not value:
            self.add_error(name, field.error_messages["required"])
        elif longest and len(value) > longest:
            text = ngettext("Write at most %(limit)d character.", "Write at most %(limit)d characters.", longest)
            self.add_error(name, text % {"limit": longest})
        else:
            self.cleaned_data[name] = value

    def full_clean(self):
        super().full_clean()
        if self.is_bound and self.errors:
            self.mention_files()

    def mention_files(self):
        """A browser forgets the chosen files when a form comes back."""
        for name, field in self.fields.items():
            if isinstance(field, FilesField) and name not in self.errors and self.files.getlist(name):
                self.add_error(name, _("Please choose the files again: a browser does not keep them."))


def is_visible(character):
    """Not a space, not a control, not one of the characters of no width."""
    return unicodedata.category(character)[0] not in "CZ" and character not in "\u115f\u1160\u2800\u3164\uffa0"


class OnceForm(RuledForm):
    """A form that makes a record, and makes one when it is sent twice. `make` calls the verb."""

    model, maker = None, ""  # what is made, and its field that names who made it
    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def save(self):
        try:
            with transaction.atomic():
                return self.make()
        except IntegrityError as error:
            if "form_key" not in str(error):
                raise
            mine = {"form_key": self.cleaned_data["form_key"], self.maker: self.by}
            sent_before = self.model.objects.filter(**mine).first()
            if sent_before is None:
                raise ValidationError(_("This form was used by somebody else. Open a new one.")) from None
            return sent_before


class VersionedForm(RuledForm):
    """A form about a record that exists; it carries the version that the person was looking at."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, record, **kwargs):
        self.record = record
        kwargs["initial"] = {"version": record.version} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)

    @property
    def is_stale(self):
        return self.data.get("version") != str(self.record.version)

    def keep(self):
        if self.is_stale:
            raise AlreadyMoved
        return super().keep()

    def facts(self):
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}

    def typed(self):
        """(label, text) of what the person wrote, to be shown when it cannot be sent any more."""
        return [
            (field.label, field.data)
            for field in self.visible_fields()
            if isinstance(field.field.widget, (forms.TextInput, forms.Textarea)) and (field.data or "").strip()
        ]
