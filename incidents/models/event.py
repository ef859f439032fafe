"""What people did to the record of an incident."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.scope import seen_with

from .. import conclusion
from ..wording import in_words, label_of
from .casualty import Casualty
from .part import Part


class IncidentEvent(models.Model):
    """What somebody did to the record of an incident or of one of its findings. Append-only, by a trigger."""

    class Verb(models.TextChoices):
        LOGGED = "logged", gettext_lazy("Logged")
        IMPORTED = "imported", gettext_lazy("Imported")
        EDITED = "edited", gettext_lazy("Edited")
        ADDED_PHOTOS = "added_photos", gettext_lazy("Photos added")
        MOVED = "moved", gettext_lazy("Its site was merged into another")
        CLOSE = "close", gettext_lazy("Case closed")
        OVERRIDE = "override", gettext_lazy("Case closed although gates were shut")
        REOPEN = "reopen", gettext_lazy("Case reopened")
        VOID = "void", gettext_lazy("Declared void")
        FINDING_ADDED = "finding_added", gettext_lazy("Finding added")
        FINDING_EDITED = "finding_edited", gettext_lazy("Finding edited")
        FINDING_CONFIRMED = "confirm", gettext_lazy("Finding confirmed")
        FINDING_WITHDRAWN = "withdraw", gettext_lazy("Finding withdrawn")
        MEMBER_ADDED = "member_added", gettext_lazy("Joined the investigation team")
        MEMBER_EDITED = "member_edited", gettext_lazy("Entry of a team member changed")
        MEMBER_TAKEN_OUT = "member_taken_out", gettext_lazy("Left the investigation team")
        MOMENT_ADDED = "moment_added", gettext_lazy("Row added to the timeline")
        MOMENT_EDITED = "moment_edited", gettext_lazy("Row of the timeline changed")
        MOMENT_TAKEN_OUT = "moment_taken_out", gettext_lazy("Row taken out of the timeline")
        EXHIBIT_ADDED = "exhibit_added", gettext_lazy("Exhibit recorded")
        EXHIBIT_EDITED = "exhibit_edited", gettext_lazy("Entry of an exhibit changed")
        EXHIBIT_TAKEN_OUT = "exhibit_taken_out", gettext_lazy("Exhibit taken out")
        STATEMENT_ADDED = "statement_added", gettext_lazy("Statement taken down")
        STATEMENT_EDITED = "statement_edited", gettext_lazy("Statement changed before it was signed")
        STATEMENT_SIGNED = "statement_signed", gettext_lazy("Statement signed and locked")
        STATEMENT_TAKEN_OUT = "statement_taken_out", gettext_lazy("Statement taken out before it was signed")
        CASUALTY_ADDED = "casualty_added", gettext_lazy("Casualty recorded")
        CASUALTY_CHANGED = "casualty_changed", gettext_lazy("What became of a casualty")
        CASUALTY_EDITED = "casualty_edited", gettext_lazy("Casualty edited")
        CASUALTY_STRUCK = "casualty_struck", gettext_lazy("Casualty struck")
        REVEALED = "revealed", gettext_lazy("Personal data shown")
        MISSING_COUNTED = "missing_counted", gettext_lazy("The missing counted as dead")
        WAIVER_PROPOSED = "waiver_propose", gettext_lazy("Reason for no action proposed")
        WAIVER_APPROVED = "waiver_approve", gettext_lazy("Reason for no action approved")
        WAIVER_REFUSED = "waiver_refuse", gettext_lazy("Reason for no action refused")
        WAIVER_TAKEN_BACK = "waiver_take_back", gettext_lazy("Reason for no action taken back")
        WAIVER_LAPSED = "waiver_lapse", gettext_lazy("Reason for no action lapsed, because the cause changed")
        HANDLING_ADDED = "handling_added", gettext_lazy("Person held responsible added")
        HANDLING_EDITED = "handling_edited", gettext_lazy("Entry of a person held responsible changed")
        HANDLING_TAKEN_OUT = "handling_taken_out", gettext_lazy("Person held responsible taken out")
        TRAINING_ADDED = "training_added", gettext_lazy("Training recorded")
        TRAINING_EDITED = "training_edited", gettext_lazy("Entry of a training changed")
        TRAINING_TAKEN_OUT = "training_taken_out", gettext_lazy("Training taken out")
        RATED = "rated", gettext_lazy("Severity rated")
        REPORT_FILED = "report_filed", gettext_lazy("Report filed")
        RECEIPT_ADDED = "receipt_added", gettext_lazy("Receipt of the report recorded")
        RECEIPT_EDITED = "receipt_edited", gettext_lazy("Receipt of the report changed")
        RECEIPT_TAKEN_OUT = "receipt_taken_out", gettext_lazy("Receipt of the report taken out")
        APPRAISAL_ADDED = "appraisal_added", gettext_lazy("Technical appraisal recorded")
        APPRAISAL_EDITED = "appraisal_edited", gettext_lazy("Technical appraisal changed")
        APPRAISAL_TAKEN_OUT = "appraisal_taken_out", gettext_lazy("Technical appraisal taken out")
        PROLONGATION_ADDED = "prolongation_added", gettext_lazy("Extension of the investigation recorded")
        PROLONGATION_EDITED = "prolongation_edited", gettext_lazy("Extension of the investigation changed")
        PROLONGATION_TAKEN_OUT = "prolongation_taken_out", gettext_lazy("Extension of the investigation taken out")
        SUBMISSION_ADDED = "submission_added", gettext_lazy("Submission of the report recorded")
        SUBMISSION_EDITED = "submission_edited", gettext_lazy("Submission of the report changed")
        SUBMISSION_TAKEN_OUT = "submission_taken_out", gettext_lazy("Submission of the report taken out")
        REPLY_ADDED = "reply_added", gettext_lazy("Reply to the report recorded")
        REPLY_EDITED = "reply_edited", gettext_lazy("Reply to the report changed")
        REPLY_TAKEN_OUT = "reply_taken_out", gettext_lazy("Reply to the report taken out")
        ASSESSMENT_ADDED = "assessment_added", gettext_lazy("Assessment of what was done recorded")
        ASSESSMENT_EDITED = "assessment_edited", gettext_lazy("Assessment of what was done changed")
        ASSESSMENT_TAKEN_OUT = "assessment_taken_out", gettext_lazy("Assessment of what was done taken out")
        FINE_ADDED = "fine_added", gettext_lazy("Fine recorded")
        FINE_EDITED = "fine_edited", gettext_lazy("Entry of a fine changed")
        FINE_TAKEN_OUT = "fine_taken_out", gettext_lazy("Entry of a fine taken out")
        FAILING_ADDED = "failing_added", gettext_lazy("Failing of reporting found")
        FAILING_EDITED = "failing_edited", gettext_lazy("Failing of reporting changed")
        FAILING_TAKEN_OUT = "failing_taken_out", gettext_lazy("Failing of reporting taken back")
        PACK_MADE = "pack_made", gettext_lazy("Evidence pack made")

    incident = models.ForeignKey("incidents.Incident", models.PROTECT, related_name="events")
    finding = models.ForeignKey("incidents.Finding", models.PROTECT, null=True, related_name="events")
    casualty = models.ForeignKey("incidents.Casualty", models.PROTECT, null=True, related_name="events")
    verb = models.CharField(max_length=24, choices=Verb)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    changes = models.JSONField(default=dict)

    objects = seen_with("incident")

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["at"], include=["incident", "verb"], name="incident_event_at")]

    def __str__(self):
        return self.get_verb_display()

    @property
    def is_move(self):
        return self.verb not in (self.Verb.ADDED_PHOTOS, self.Verb.REVEALED) and not self.verb.endswith("edited")

    @property
    def gates_in_words(self):
        """Which gates were shut when a leader closed the case nevertheless."""
        return _(", ").join(str(conclusion.LABELS[name]) for name in self.changes["gates"][1].split())

    @property
    def about(self):
        """The model whose facts changed: that of a part of the investigation, by the beginning of the verb."""
        kind = self.verb.partition("_")[0]
        part = next((part for part in kinds_of_parts() if kind == part.KIND), None)
        return part or type(self.finding or self.incident)

    def changed(self):
        """(label, before, after) of each fact that an edit changed, in words."""
        if self.verb == self.Verb.OVERRIDE:
            return [(_("shut gates"), "", self.gates_in_words)]
        zone, about = self.incident.site.time_zone, self.about
        told = [(self.owner_of(name, about), name, old, new) for name, (old, new) in self.changes.items()]
        return [
            (label_of(model, name), in_words(model, name, old, zone), in_words(model, name, new, zone))
            for model, name, old, new in told
        ]

    def owner_of(self, name, about):
        """What became of a person changes the totals of the incident, too: one event says both."""
        return Casualty if self.casualty_id and name in Casualty.FACTS else about


def kinds_of_parts(base=Part):
    """Every model that is a part, also by way of another base."""
    for kind in base.__subclasses__():
        yield from kinds_of_parts(kind) if kind._meta.abstract else [kind]
