"""Who is on the team."""

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User

from ..models import Member
from .facts import LONGEST_TEXT
from .part import Adds, Edits, PartForm, TakesOut


class MemberForm(PartForm):
    marks_required = True

    class Meta:
        model = Member
        fields = ["person", "name", "body", "role", "conflict", "conflict_note"]
        widgets = {
            "role": forms.RadioSelect,
            "conflict": forms.RadioSelect,
            "conflict_note": forms.Textarea({"rows": 3, "maxlength": LONGEST_TEXT}),
        }
        help_texts = {
            "name": gettext_lazy("For those who do not use this system, or have no duty here."),
            "body": gettext_lazy("For example the public security bureau, the trade union, a university."),
            "conflict": gettext_lazy("Members must have no direct interest in the accident (Decree 493, art. 23)."),
            "conflict_note": gettext_lazy("Only the team, safety managers and officials read it."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = Member.Role.choices
        self.fields["conflict"].choices = Member.Conflict.choices
        self.fields["person"].queryset = may_join(self.incident, self.instance.person_id)
        self.fields["person"].empty_label = _("somebody else, by name")
        self.fields["person"].help_text = _(
            "People who see this incident by their duty. Being on the team lets them write the investigation; "
            "it shows nobody an incident that they would not see anyway."
        )


def may_join(incident, already):
    """Those who see the incident, and who is on the team as `already`."""
    seeing = User.objects.seeing(incident.site).order_by().values("pk")
    reporter = Q(pk=incident.reported_by_id, is_active=True)
    return User.objects.filter(Q(pk__in=seeing) | reporter | Q(pk=already)).order_by("name", "pk")


class MemberAddForm(Adds, MemberForm):
    heading = gettext_lazy("Add somebody to the team")
    button = gettext_lazy("Add to the team")
    done = gettext_lazy("The team has a new member.")


class MemberEditForm(Edits, MemberForm):
    heading = gettext_lazy("Change the entry of a team member")
    button = gettext_lazy("Save the changes")
    done = gettext_lazy("The changes are saved.")


class MemberTakeOutForm(TakesOut):
    heading = button = gettext_lazy("Take off the team")
    explanation = gettext_lazy(
        "The person no longer writes this investigation. That they were on the team stays recorded."
    )
    done = gettext_lazy("Taken off the team.")
