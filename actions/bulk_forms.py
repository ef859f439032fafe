"""What each change to many actions asks, and which actions it is about."""

import re
import uuid

from django import forms
from django.core.exceptions import SuspiciousOperation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.forms import PersonField
from accounts.posts import Acquaintances, Candidates
from common.forms import RuledForm
from incidents.models import Incident

from . import bulk
from .forms.fields import day, text


class BulkForm(RuledForm):
    """`actions` are those that are chosen; the form carries each with the version that the person looks at."""

    change_class = None
    rows = forms.CharField(widget=forms.HiddenInput)
    form_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args, actions, by, now):
        super().__init__(*args, by=by, now=now, initial={"rows": as_rows(actions)})
        self.actions = actions
        sites = {action.site for action in actions}
        for field in self.fields.values():
            if isinstance(field, PersonField):
                field.offer(Candidates(*sites, now) if len(sites) == 1 else Acquaintances(by, now))

    @property
    def name(self):
        return self.change_class.name

    def change(self):
        """Of a form that is valid."""
        facts = {name: value for name, value in self.cleaned_data.items() if name not in ("rows", "form_key")}
        return self.change_class(by=self.by, now=self.now, **facts)

    def button(self, count):
        raise NotImplementedError


class HandOverForm(BulkForm):
    change_class = bulk.HandOver
    explanation = gettext_lazy("The deadlines stay. Each former owner and the new one are told, in one letter each.")
    owner = PersonField(label=gettext_lazy("New owner"))
    note = text(gettext_lazy("Why"))

    def button(self, count):
        facts = {"count": count, "owner": self.cleaned_data["owner"]}
        return ngettext(
            "Hand over %(count)d action to %(owner)s", "Hand over %(count)d actions to %(owner)s", count
        ) % (facts)


class VerifierForm(BulkForm):
    change_class = bulk.NameVerifier
    explanation = gettext_lazy(
        "Whoever owns or owned an action never verifies it. Each former verifier and the new one are told, "
        "in one letter each."
    )
    verifier = PersonField(label=gettext_lazy("New verifier"))
    note = text(gettext_lazy("Why"))

    def button(self, count):
        facts = {"count": count, "verifier": self.cleaned_data["verifier"]}
        return ngettext(
            "Let %(verifier)s verify %(count)d action", "Let %(verifier)s verify %(count)d actions", count
        ) % (facts)


class ExtendForm(BulkForm):
    change_class = bulk.Extend
    explanation = gettext_lazy("The first deadline of each stays readable. The owners are told.")
    deadline = day(gettext_lazy("New deadline"))
    note = text(gettext_lazy("Why more time is given"))

    def button(self, count):
        return ngettext("Move the deadline of %(count)d action", "Move the deadline of %(count)d actions", count) % {
            "count": count
        }


class GrantForm(BulkForm):
    change_class = bulk.Grant
    explanation = gettext_lazy("Each owner gets the day that was asked for.")
    note = text(gettext_lazy("Remark"), required=False)

    def button(self, count):
        return ngettext("Give more time for %(count)d action", "Give more time for %(count)d actions", count) % {
            "count": count
        }


class CompleteForm(BulkForm):
    change_class = bulk.Complete
    explanation = gettext_lazy(
        "From here on they are actions like any other: their owners are told. What you leave empty stays as the "
        "register says it."
    )
    owner = PersonField(label=gettext_lazy("Owner"), required=False)
    verifier = PersonField(label=gettext_lazy("Verifier"), required=False)
    deadline = day(gettext_lazy("Deadline"), required=False)
    incident = forms.CharField(
        label=gettext_lazy("Number of the incident"),
        max_length=20,
        required=False,
        help_text=gettext_lazy(
            "For those that belong to none yet, for example I-2026-000123. "
            "Leave it empty where the register names none."
        ),
    )

    def clean_incident(self):
        number = self.cleaned_data["incident"].strip().upper()
        incident = Incident.objects.visible_to(self.by).filter(number=number).first() if number else None
        if number and incident is None:
            raise forms.ValidationError(_("There is no incident with this number."))
        return incident

    def button(self, count):
        return ngettext("Complete %(count)d action", "Complete %(count)d actions", count) % {"count": count}


FORMS = (HandOverForm, VerifierForm, ExtendForm, GrantForm, CompleteForm)
BULK_FORMS = {form.change_class.name: form for form in FORMS}


def as_rows(actions):
    """Which actions in which version, as a form carries them."""
    return " ".join(f"{action.pk}:{action.version}" for action in actions)


def from_rows(rows):
    """{pk: version}. No browser sends anything else than what `as_rows` wrote."""
    if not re.fullmatch(r"[0-9]{1,18}:[0-9]{1,9}( [0-9]{1,18}:[0-9]{1,9})*", rows) or rows.count(" ") >= bulk.MOST:
        raise SuspiciousOperation("These are no rows of a list.")
    pairs = (row.split(":") for row in rows.split(" "))
    return {int(pk): int(version) for pk, version in pairs}
