"""Giving work: what an action says, and to whom it goes."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.forms import PersonField
from common.forms import OnceForm

from ..models import Action
from .fields import day, field_of, text
from .people import ChangeForm, PeopleForm


class WordingForm(PeopleForm):
    title = field_of(
        "title", help_text=gettext_lazy("Say what is done where, for example “Fit lifelines to the north scaffold”.")
    )
    criterion = text(
        gettext_lazy("Done when"),
        help_text=gettext_lazy("What somebody else can see on the spot when it is done. This is what gets verified."),
    )
    effect_criterion = text(
        gettext_lazy("It holds when"),
        required=False,
        help_text=gettext_lazy(
            "What shows weeks later that it works: somebody looks again before it is closed. "
            "Left empty, “Done when” is looked at once more."
        ),
    )
    method = text(gettext_lazy("How"), required=False)
    kind = field_of("kind", widget=forms.RadioSelect)
    strength = forms.ChoiceField(
        label=gettext_lazy("Strength"),
        required=False,
        choices=[("", gettext_lazy("not said")), *Action.Strength.choices],
        help_text=gettext_lazy("Measures that do not depend on people's care come first."),
    )
    priority = field_of("priority", widget=forms.RadioSelect)


class ActionForm(OnceForm, WordingForm):
    model, maker = Action, "assigned_by"

    owner = PersonField(
        label=gettext_lazy("Owner"), help_text=gettext_lazy("One person who does it or sees that it is done.")
    )
    verifier = PersonField(
        label=gettext_lazy("Verifier"), help_text=gettext_lazy("Somebody else, who looks at it on the spot.")
    )
    deadline = day(gettext_lazy("Deadline"))
    expires_on = day(
        gettext_lazy("Containment holds until"),
        required=False,
        help_text=gettext_lazy(
            "Only for containment: by then a lasting action takes its place, or it is renewed with a reason. "
            "Left empty: 30 days after the deadline."
        ),
    )

    def __init__(self, *args, finding=None, incident=None, **kwargs):
        self.origin = {"finding": finding} if finding else {"incident": incident}
        if incident:
            kwargs["initial"] = {"kind": Action.Kind.CONTAINMENT} | kwargs.get("initial", {})
        super().__init__(*args, site=(finding or incident).site, **kwargs)

    def clean(self):
        given = super().clean()
        if given.get("expires_on") and given.get("kind") != Action.Kind.CONTAINMENT:
            self.add_error("expires_on", _("Only containment runs out: a lasting action does not."))
        return given

    def make(self):
        return Action.assign(by=self.by, now=self.now, **self.origin, **self.cleaned_data)


class EditForm(ChangeForm, WordingForm):
    verifier = PersonField(label=gettext_lazy("Verifier"))

    def __init__(self, *args, action, **kwargs):
        initial = {name: getattr(action, name) for name in self.base_fields if name != "version"}
        super().__init__(*args, action=action, initial=initial, **kwargs)

    def save(self):
        self.action.edit(by=self.by, now=self.now, **self.facts())
        return self.action
