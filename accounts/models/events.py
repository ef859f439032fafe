"""What happened to somebody's account and appointments."""

from django.conf import settings
from django.db import models
from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy


class PersonEventQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Administrators read everybody's; everybody reads what was done to them."""
        return self if user.is_administrator else self.filter(person=user)


class PersonEvent(models.Model):
    """What somebody did to the record of a person. Append-only, by a trigger; it names no incident."""

    class Verb(models.TextChoices):
        ADDED = "added", gettext_lazy("Added")
        EDITED = "edited", gettext_lazy("Edited")
        INVITED = "invited", gettext_lazy("Invited by letter")
        CODE_MADE = "code_made", gettext_lazy("Invitation printed")
        REVOKED = "revoked", gettext_lazy("Invitation revoked")
        ACCEPTED = "accepted", gettext_lazy("Invitation accepted")
        APPOINTED = "appointed", gettext_lazy("Appointed")
        CHANGED = "changed", gettext_lazy("Appointment changed")
        ENDED = "ended", gettext_lazy("Appointment ended")
        DEACTIVATED = "deactivated", gettext_lazy("Deactivated")
        REACTIVATED = "reactivated", gettext_lazy("Reactivated")
        ABSENT = "absent", gettext_lazy("Absence noted")
        PRESENT = "present", gettext_lazy("Absence ended")
        HANDED_OVER = "handed_over", gettext_lazy("Open work handed over")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="events")
    appointment = models.ForeignKey("accounts.Appointment", models.PROTECT, null=True, related_name="events")
    verb = models.CharField(max_length=16, choices=Verb)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    changes = models.JSONField(default=dict)

    objects = PersonEventQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("event of a person")
        verbose_name_plural = gettext_lazy("events of people")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.get_verb_display()

    def changed(self):
        """(label, before, after) of each fact that changed, in words."""
        model = type(self.appointment or self.person)
        for name, (before, after) in self.changes.items():
            field = model._meta.get_field(name)
            yield field.verbose_name, in_words(field, before), in_words(field, after)


def plain(value):
    """A fact as an event keeps it."""
    if value is None or isinstance(value, (bool, int)):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def in_words(field, value):
    if value in (None, ""):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, models.DateField):
        return date_format(parse_date(value), "DATE_FORMAT")
    return dict(field.flatchoices).get(value, value)


def differences(record, facts):
    """({name: new value} of what would change, {name: [before, after]} as an event keeps it)."""
    new = {name: value for name, value in facts.items() if getattr(record, name) != value}
    return new, {name: [plain(getattr(record, name)), plain(value)] for name, value in new.items()}
