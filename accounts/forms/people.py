"""What an administrator is asked about a person; the rules are the model's and come back as errors at the field."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.clock import local_day
from common.forms import OnceForm, RuledForm, VersionedForm

from ..models import User
from ..models.places import validate_time_zone
from .typed import TypedField, TypingForm

LONGEST_REASON = 2000


def field_of(model, name, **options):
    """A field of the model as a form asks for it."""
    return model._meta.get_field(name).formfield(**options)


def day(label, **options):
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), **options)


def reason(label, **options):
    widget = forms.Textarea({"rows": 3})
    return forms.CharField(label=label, max_length=LONGEST_REASON, widget=widget, **options)


class PersonFacts(RuledForm):
    name = field_of(User, "name", help_text=gettext_lazy("As it is written in the person's own language."))
    name_en = field_of(User, "name_en", help_text=gettext_lazy("Shown on English pages, for example Wang Qiang."))
    email = field_of(
        User,
        "email",
        help_text=gettext_lazy("Letters go there, and the person signs in with it. It may belong to one person only."),
    )
    phone = field_of(User, "phone", widget=forms.TextInput({"type": "tel"}))
    language = field_of(User, "language", widget=forms.RadioSelect)
    time_zone = field_of(
        User, "time_zone", validators=[validate_time_zone], help_text=gettext_lazy("For example Asia/Shanghai.")
    )
    signs_in = field_of(
        User,
        "signs_in",
        help_text=gettext_lazy("Somebody who does not sign in can still own work and is written to."),
    )

    def clean_email(self):
        return self.cleaned_data["email"] or None


class PersonForm(OnceForm, PersonFacts):
    model, maker = User, "added_by"

    def make(self):
        return User.add(by=self.by, now=self.now, **self.cleaned_data)


class PersonEditForm(VersionedForm, PersonFacts):
    def __init__(self, *args, person, **kwargs):
        known = {name: getattr(person, name) for name in PersonFacts.base_fields}
        super().__init__(*args, record=person, initial=known, **kwargs)

    def save(self):
        self.record.edit(by=self.by, now=self.now, **self.facts())
        return self.record


class AbsenceForm(TypingForm, VersionedForm):
    first = day(gettext_lazy("First day"))
    last = day(gettext_lazy("Last day"))
    deputy = TypedField(
        "people",
        label=gettext_lazy("Deputy"),
        required=False,
        help_text=gettext_lazy("Who is asked meanwhile. Type a part of the name and choose."),
    )

    def __init__(self, *args, person, **kwargs):
        known = {"first": person.absent_from, "last": person.absent_until, "deputy": person.absence_deputy}
        super().__init__(*args, record=person, initial=known, **kwargs)

    def save(self):
        today = local_day(self.now, self.record.time_zone)
        self.record.be_absent(by=self.by, now=self.now, today=today, **self.facts())
        return self.record


class ReactivateForm(VersionedForm):
    note = reason(gettext_lazy("Why"))

    def save(self):
        self.record.reactivate(by=self.by, now=self.now, **self.facts())
        return self.record


class LeavingForm(TypingForm, VersionedForm):
    """Somebody leaves a post or altogether; whoever takes over what they owe is named in the same step."""

    note = reason(gettext_lazy("Why"), help_text=gettext_lazy("It stands on everything that is handed over."))
    successor = TypedField(
        "people",
        label=gettext_lazy("Who takes over"),
        required=False,
        help_text=gettext_lazy("One person for everything. Where somebody else is right, name them below."),
    )
    leave_rest = forms.BooleanField(
        label=gettext_lazy("Leave what has no successor, for now"),
        required=False,
        help_text=gettext_lazy(
            "It stays with the person and is shown, with an alarm, to the line manager and to the safety managers and "
            "officials of the site until somebody takes it over."
        ),
    )

    def __init__(self, *args, leaving, **kwargs):
        self.leaving = leaving
        self.base_fields = self.base_fields | self.fields_for_groups(kwargs["by"])
        super().__init__(*args, **kwargs)
        if not leaving.groups:
            del self.fields["successor"], self.fields["leave_rest"]

    def fields_for_groups(self, by):
        """One field for each kind of work at each site, and one for each thing that this reader may see."""
        groups = self.leaving.groups
        seen = {
            work: work.seen_by(by, [item for group in groups if group.work is work for item in group.items])
            for work in dict.fromkeys(group.work for group in groups)
        }
        fields = {}
        for group in groups:
            fields[group.name] = TypedField("people", label=_("Somebody else for these"), required=False, help_text="")
            for item in group.items:
                if item.pk in seen[group.work]:
                    fields[f"{group.name}-{item.pk}"] = TypedField(
                        "people", label=item.name, required=False, help_text=""
                    )
        return fields

    def plain_fields(self):
        """What is asked besides the successors."""
        return [field for field in self.visible_fields() if "-" not in field.name and field.name != "leave_rest"]

    def groups(self):
        """(group, its field, the fields of its items) as the page shows them."""
        for group in self.leaving.groups:
            names = [f"{group.name}-{item.pk}" for item in group.items]
            yield group, self[group.name], [self[name] for name in names if name in self.fields]

    def successor_of(self, group, item):
        named = (f"{group.name}-{item.pk}", group.name, "successor")
        return next((self.cleaned_data[name] for name in named if self.cleaned_data.get(name)), None)

    def clean(self):
        super().clean()
        left = [i for g in self.leaving.groups for i in g.items if self.successor_of(g, i) is None]
        if left and not self.cleaned_data.get("leave_rest") and not self.errors:
            text = _("Nobody takes over %(count)d of these. Name somebody, or leave them for now.")
            self.add_error("leave_rest", text % {"count": len(left)})
        return self.cleaned_data

    def save(self):
        note = self.cleaned_data["note"]
        self.leaving.carry_out(self.leave, self.successor_of, by=self.by, now=self.now, note=note)
        return self.record


class DeactivateForm(LeavingForm):
    button = gettext_lazy("Deactivate the account")

    def leave(self):
        self.record.deactivate(by=self.by, now=self.now, note=self.cleaned_data["note"])

    @property
    def done(self):
        return _("%(person)s can no longer sign in.") % {"person": self.record}
