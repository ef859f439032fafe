"""What each verb of an action asks; the rules themselves are the model's and come back as errors at the field."""

from django import forms
from django.utils.formats import date_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.directory import Directory
from accounts.forms import PersonField
from accounts.posts import Candidates
from common.attachments import FilesField
from common.forms import OnceForm, RuledForm, VersionedForm
from incidents.models import Incident

from .models import Action, Evidence
from .models.explaining import WhyLate

LONGEST_TEXT = 5000


def field_of(name, **options):
    """A field of the model as a form asks for it."""
    return Action._meta.get_field(name).formfield(**options)


def text(label, **options):
    return forms.CharField(label=label, max_length=LONGEST_TEXT, widget=forms.Textarea({"rows": 4}), **options)


def day(label, **options):
    return forms.DateField(label=label, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), **options)


class PeopleForm(RuledForm):
    """A form in which people are chosen among those with a duty at `site`."""

    def __init__(self, *args, site, **kwargs):
        super().__init__(*args, **kwargs)
        candidates = Candidates(site, self.now)
        for field in self.fields.values():
            if isinstance(field, PersonField):
                field.offer(candidates)


class ChangeForm(PeopleForm, VersionedForm):
    def __init__(self, *args, action, **kwargs):
        self.action = action
        super().__init__(*args, site=action.site, record=action, **kwargs)


# giving work


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


class EvidenceForm(RuledForm):
    side = forms.ChoiceField(
        label=gettext_lazy("What they show"),
        choices=[
            (Evidence.Side.BEFORE, gettext_lazy("Before the work")),
            (Evidence.Side.AFTER, gettext_lazy("After the work")),
        ],
        initial=Evidence.Side.BEFORE,
        widget=forms.RadioSelect,
    )
    files = FilesField(label=gettext_lazy("Photos or files"))

    def __init__(self, *args, action, **kwargs):
        self.action = action
        super().__init__(*args, **kwargs)

    def save(self):
        self.action.add_evidence(self.cleaned_data["files"], side=self.cleaned_data["side"], by=self.by, now=self.now)
        return self.action


# moves


class MoveForm(ChangeForm):
    """One move: what it asks, what its button says, and what is said when it is done."""

    verb = ""
    is_dangerous = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id=f"id_{self.verb}_%s", **kwargs)

    def save(self):
        return getattr(self.action, self.verb)(by=self.by, now=self.now, **self.facts())

    @cached_property
    def names(self):
        return {"owner": self.action.owner, "verifier": self.action.verifier}

    @property
    def explanation(self):
        return ""

    @property
    def takes_over(self):
        return self.by != self.action.verifier


class CompleteForm(MoveForm):
    verb = "complete"
    incident = forms.CharField(
        label=gettext_lazy("Number of the incident"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("For example I-2026-000123. Leave it empty where the register names no incident."),
    )
    owner = PersonField(label=gettext_lazy("Owner"))
    verifier = PersonField(label=gettext_lazy("Verifier"))
    deadline = day(gettext_lazy("Deadline"))
    button = gettext_lazy("Name owner, verifier and deadline")
    explanation = gettext_lazy(
        "This action was imported. From here on it is an action like any other: its owner is told."
    )

    def __init__(self, *args, action, **kwargs):
        known = {name: getattr(action, name) for name in ("owner", "verifier", "deadline")}
        super().__init__(*args, action=action, initial=known, **kwargs)
        if action.origin_incident is not None:
            del self.fields["incident"]

    def clean_incident(self):
        number = self.cleaned_data["incident"].strip().upper()
        if not number:
            return None
        incident = Incident.objects.visible_to(self.by).filter(number=number).first()
        if incident is None:
            raise forms.ValidationError(_("There is no incident with this number."))
        return incident

    @property
    def done(self):
        return _("%(owner)s owns this action now and is told.") % self.names


class SubmitForm(MoveForm):
    verb = "submit"
    note = text(gettext_lazy("What was done"))
    files = FilesField(label=gettext_lazy("Photos or files of the finished work"))
    button = gettext_lazy("Submit for verification")

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, action=action, **kwargs)
        shown = (file.side == Evidence.Side.AFTER and file.round == action.round for file in action.evidence.all())
        self.fields["files"].required = not any(shown)
        self.fields["files"].error_messages["required"] = _("Show the finished work: add at least one photo or file.")

    @property
    def explanation(self):
        return _("%(verifier)s looks at it on the spot and verifies it or sends it back.") % self.names

    @property
    def done(self):
        return _("Submitted for verification. %(verifier)s is told.") % self.names


class VerifierMoveForm(MoveForm):
    """A move of the verifier that a safety manager or official of the place may make instead, by name."""

    @property
    def explanation(self):
        return _("You take over the verification from %(verifier)s.") % self.names if self.takes_over else ""


class SendBackForm(VerifierMoveForm):
    verb = "send_back"
    note = text(gettext_lazy("What is still missing"))

    @property
    def button(self):
        return _("Send back to %(owner)s") % self.names

    @property
    def done(self):
        return _("Sent back. %(owner)s is told what is missing.") % self.names


class VerifyForm(VerifierMoveForm):
    verb = "verify"
    note = text(gettext_lazy("What you saw on the spot"), required=False)
    checker = PersonField(
        label=gettext_lazy("Who checks later whether it holds"),
        required=False,
        help_text=gettext_lazy("Anybody who looks after this site, but for those who owned the work."),
    )
    effect_criterion = text(gettext_lazy("It holds when"), required=False)
    button = gettext_lazy("Verify")

    def __init__(self, *args, action, **kwargs):
        initial = {
            "checker": action.default_checker if action.has_check else None,
            "effect_criterion": action.effect_criterion or action.criterion,
        }
        super().__init__(*args, action=action, initial=initial, **kwargs)
        if not action.has_check:
            del self.fields["checker"], self.fields["effect_criterion"]

    @property
    def explanation(self):
        if not self.action.has_check:
            return super().explanation
        days = self.action.days_to_check
        later = ngettext(
            "In %(days)d day somebody other than the owner checks whether it holds; only then it is closed.",
            "In %(days)d days somebody other than the owner checks whether it holds; only then it is closed.",
            days,
        ) % {"days": days}
        return " ".join(filter(None, [super().explanation, later]))

    @property
    def done(self):
        if self.action.status == Action.Status.CLOSED:
            return _("Verified and closed.")
        return _("Verified. %(checker)s checks by %(day)s whether it holds.") % {
            "checker": self.action.checker,
            "day": date_format(self.action.check_by, "DATE_FORMAT"),
        }


class CheckMoveForm(MoveForm):
    """A result of the effectiveness check, or, once the action is closed, that it does not hold after all."""

    files = FilesField(label=gettext_lazy("Photos or files"), required=False)

    @property
    def explanation(self):
        action = self.action
        if action.status != Action.Status.VERIFIED or not action.effect_criterion:
            return ""
        agreed = _("It holds when: %(criterion)s") % {"criterion": action.effect_criterion}
        if self.by == action.checker or action.checker is None:
            return agreed
        return "\n".join([agreed, _("You check it in place of %(person)s.") % {"person": action.checker}])


class CloseForm(CheckMoveForm):
    verb = "close"
    note = text(gettext_lazy("How one knows that it holds"))
    button = gettext_lazy("It holds: close")
    done = gettext_lazy("Closed: it holds.")


class ReopenForm(CheckMoveForm):
    verb = "reopen"
    note = text(gettext_lazy("Why it did not hold"))
    deadline = day(gettext_lazy("New deadline"))

    @property
    def button(self):
        if self.action.status == Action.Status.VERIFIED:
            return _("It does not hold: reopen for %(owner)s") % self.names
        return _("Reopen for %(owner)s") % self.names

    @property
    def done(self):
        return _("Reopened. %(owner)s is told.") % self.names


class ReplacingForm(MoveForm):
    """Somebody else takes over; whoever has the post of a person gone now is proposed."""

    part = ""

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, action=action, initial={self.part: self.successor}, **kwargs)

    def successor(self):
        gone = self.action.people_gone.get(self.part)
        return gone and Directory([self.action.site]).successor(gone.pk, self.action.site)


class RemindForm(MoveForm):
    verb = "remind"
    note = text(gettext_lazy("What is expected"))

    @property
    def button(self):
        return _("Remind %(person)s") % {"person": self.action.turn}

    @property
    def explanation(self):
        words = _("%(person)s gets a letter at once, with your words. The deadline stays.")
        return words % {"person": self.action.turn}

    @property
    def done(self):
        return _("%(person)s is reminded.") % {"person": self.action.turn}


class HandOverForm(ReplacingForm):
    verb, part = "hand_over", "owner"
    owner = PersonField(label=gettext_lazy("New owner"))
    note = text(gettext_lazy("Why"))
    button = gettext_lazy("Hand over")

    @property
    def explanation(self):
        return _("The deadline stays. %(owner)s and the new owner are told.") % self.names

    @property
    def done(self):
        return _("Handed over to %(owner)s, who is told.") % {"owner": self.action.owner}


class PassVerificationForm(ReplacingForm):
    verb, part = "pass_verification", "verifier"
    verifier = PersonField(label=gettext_lazy("New verifier"))
    note = text(gettext_lazy("Why"))
    button = gettext_lazy("Hand over the verification")

    @property
    def explanation(self):
        return _("%(verifier)s and the new verifier are told.") % self.names

    @property
    def done(self):
        return _("%(verifier)s verifies this action from now on and is told.") % {"verifier": self.action.verifier}


class PassCheckForm(ReplacingForm):
    verb, part = "pass_check", "checker"
    checker = PersonField(label=gettext_lazy("Who checks whether it holds"))
    note = text(gettext_lazy("Why"))
    button = gettext_lazy("Hand over the effectiveness check")

    @property
    def done(self):
        return _("%(checker)s checks whether it holds and is told.") % {"checker": self.action.checker}


class RenewForm(MoveForm):
    verb = "renew"
    expires_on = day(gettext_lazy("Containment holds until"))
    note = text(gettext_lazy("Why nothing lasting is there yet"))
    button = gettext_lazy("Renew the containment")
    done = gettext_lazy("The containment is renewed.")


class ReplaceForm(MoveForm):
    verb = "replace"
    replaced_by = forms.ModelChoiceField(
        label=gettext_lazy("Lasting action"),
        queryset=Action.objects.none(),
        help_text=gettext_lazy("Of the same incident, and verified. Until there is one, renew the containment."),
    )
    note = text(gettext_lazy("Remark"), required=False)
    button = gettext_lazy("Replace the containment")
    done = gettext_lazy("The lasting action has taken its place.")

    def __init__(self, *args, action, **kwargs):
        super().__init__(*args, action=action, **kwargs)
        self.fields["replaced_by"].queryset = action.replacements()


class AskExtensionForm(MoveForm):
    verb = "ask_extension"
    deadline = day(gettext_lazy("Until when"))
    note = text(gettext_lazy("Why more time is needed"))
    button = gettext_lazy("Ask for more time")

    @property
    def explanation(self):
        return _("%(verifier)s decides. Until then the present deadline stands.") % self.names

    @property
    def done(self):
        return _("%(verifier)s is told that you ask for more time.") % self.names


class ExplainForm(MoveForm):
    verb = "explain"
    late_reason = forms.ChoiceField(
        label=gettext_lazy("What stands in the way"),
        choices=WhyLate.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what stands in the way.")},
    )
    note = text(
        gettext_lazy("In a sentence"),
        help_text=gettext_lazy("What is missing, from whom, and since when: whoever can clear it away reads this."),
    )
    button = gettext_lazy("Say why it is late")
    explanation = gettext_lazy(
        "Leaders see what stands in the way, not only who is late. The deadline stands, and reminders go on."
    )
    done = gettext_lazy("Said. It is shown wherever the action is late.")


class DecisionForm(MoveForm):
    @cached_property
    def names(self):
        extension = self.action.open_extension
        if extension is None:
            return {"owner": self.action.owner, "day": "", "reason": ""}
        day = date_format(extension.deadline, "DATE_FORMAT")
        return {"owner": extension.asked_by, "day": day, "reason": extension.reason}

    @property
    def explanation(self):
        return _("%(owner)s asks for time until %(day)s: %(reason)s") % self.names


class GrantExtensionForm(DecisionForm):
    verb = "grant_extension"
    note = text(gettext_lazy("Remark"), required=False)

    @property
    def button(self):
        return _("Give time until %(day)s") % self.names

    @property
    def done(self):
        return _("The new deadline holds. %(owner)s is told.") % self.names


class RefuseExtensionForm(DecisionForm):
    verb = "refuse_extension"
    note = text(gettext_lazy("Why not"))
    button = gettext_lazy("Refuse more time")

    @property
    def done(self):
        return _("The deadline stands. %(owner)s is told.") % self.names


class ExtendForm(MoveForm):
    verb = "extend"
    deadline = day(gettext_lazy("New deadline"))
    note = text(gettext_lazy("Why more time is given"))
    button = gettext_lazy("Move the deadline")
    done = gettext_lazy("The new deadline holds and the first one is kept. The owner is told.")


class VoidForm(MoveForm):
    verb = "void"
    is_dangerous = True
    note = text(gettext_lazy("Why it should not be there"))
    button = gettext_lazy("Declare void")
    explanation = gettext_lazy("The action stays readable with your reason, but nobody has to do it any more.")
    done = gettext_lazy("Declared void.")


MOVE_FORMS = {
    form.verb: form
    for form in (
        CompleteForm,
        SubmitForm,
        VerifyForm,
        SendBackForm,
        CloseForm,
        GrantExtensionForm,
        RefuseExtensionForm,
        ReopenForm,
        AskExtensionForm,
        ExplainForm,
        ExtendForm,
        RemindForm,
        ReplaceForm,
        RenewForm,
        HandOverForm,
        PassVerificationForm,
        PassCheckForm,
        VoidForm,
    )
}
