"""Who was hurt, killed or is missing: one row for each person, with what became of them from which day on."""

from contextlib import contextmanager

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Max
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.rights import may
from accounts.scope import seen_with
from common.clock import local_day
from common.lifecycle import Versioned

from ..masking import masked
from ..wording import HIDDEN
from .closing import TOO_LATE
from .incident import KEEPERS, Incident, plain

PRIVATE = ("person", "identity_number", "medical")  # shown on request, with a reason that is logged


class Casualty(Versioned):
    """A person, named or not. The totals of the incident count them and those whom nobody has named yet.

    `counted_as` is the total in which this person counts: what they were on the last day of the window (Decree 493,
    art. 13 and 20). What they became later is in `harm` and in the history, and changes no total.
    """

    class Harm(models.TextChoices):
        DEATH = "death", pgettext_lazy("of a person", "dead")
        MISSING = "missing", gettext_lazy("not found yet")
        SERIOUS = "serious", gettext_lazy("seriously injured")
        POISONING = "poisoning", gettext_lazy("acutely poisoned")
        MINOR = "minor", gettext_lazy("slightly injured")
        UNHURT = "unhurt", gettext_lazy("found unhurt")

    TOTALS = {
        Harm.DEATH: "deaths",
        Harm.MISSING: "missing",
        Harm.SERIOUS: "serious_injuries",
        Harm.POISONING: "acute_poisonings",
        Harm.MINOR: "minor_injuries",
    }
    FACTS = (*PRIVATE, "employer", "job", "harm", "harm_since")
    RIGHTS = dict.fromkeys(["change", "edit", "strike", "reveal"], KEEPERS)

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="casualty_rows")
    number = models.PositiveSmallIntegerField(editable=False)  # by which people speak of somebody without a name
    person = models.CharField(gettext_lazy("name of the person"), max_length=80, blank=True)
    identity_number = models.CharField(gettext_lazy("identity number"), max_length=40, blank=True)
    medical = models.TextField(gettext_lazy("medical details"), blank=True)
    employer = models.CharField(gettext_lazy("employer"), max_length=120, blank=True)
    job = models.CharField(gettext_lazy("job"), max_length=80, blank=True)
    harm = models.CharField(gettext_lazy("harm"), max_length=9, choices=Harm)
    harm_since = models.DateField(gettext_lazy("since"))
    counted_as = models.CharField(max_length=20, blank=True, editable=False)
    stands = models.BooleanField(default=True, editable=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", editable=False)
    form_key = models.UUIDField(null=True, unique=True, editable=False)  # a form sent twice makes one record

    objects = seen_with("incident")

    class Meta:
        verbose_name = gettext_lazy("casualty")
        verbose_name_plural = gettext_lazy("casualties")
        ordering = ["incident", "number"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="casualty_number_once"),
        ]

    def __str__(self):
        return _("Casualty %(number)d") % {"number": self.number}

    # questions

    @property
    def site(self):
        return self.incident.site

    def may(self, user, verb):
        return may(user, verb, self)

    def forbids(self, user, verb):
        """What was struck stays as it is, also when the incident is void; somebody may still have to look."""
        return verb != "reveal" and (not self.stands or self.incident.is_over)

    @property
    def masked(self):
        return masked(self.person)

    @property
    def kept_back(self):
        """Labels of what is on file and not shown."""
        return [self._meta.get_field(name).verbose_name for name in PRIVATE if getattr(self, name)]

    @property
    def counts_otherwise(self):
        """Whether what they became since changes no total."""
        return self.stands and self.counted_as != self.TOTALS.get(self.harm, "")

    def get_counted_as_display(self):
        return Incident._meta.get_field(self.counted_as).verbose_name if self.counted_as else _("not counted")

    # verbs

    @classmethod
    @transaction.atomic
    def add(cls, incident, *, by, now, harm, harm_since, **facts):
        """Record a person; the total is raised where it did not count them yet."""
        if not incident.may(by, "add_casualty"):
            raise PermissionDenied
        incident = Incident.objects.locked(incident.pk)
        if incident.is_over:
            raise ValidationError(TOO_LATE)
        if not incident.completed:
            raise ValidationError(_("Complete the imported report first, so that no later import overwrites it."))
        last = incident.casualty_rows.aggregate(last=Max("number"))["last"] or 0
        casualty = cls(incident=incident, number=last + 1, harm=harm, harm_since=harm_since, added_by=by, **facts)
        casualty.refuse_bad_day(harm_since, now)
        totals = {}
        if incident.counts_on(harm_since):
            total = casualty.counted_as = cls.TOTALS[harm]
            totals[total] = max(incident.named()[total] + 1, getattr(incident, total) or 0)
        casualty.save(force_insert=True)
        casualty.remember(by=by, now=now)
        incident.recount(totals, "casualty_added", by=by, now=now, casualty=casualty, more={"harm": [None, harm]})
        return casualty

    def change_harm(self, *, by, now, harm, harm_since, note=""):
        """What became of somebody, from a local day on. Inside the window it moves the totals, later it does not.

        Whoever leaves the missing leaves their total, too; found dead after the window they had been counting as dead
        since its end (statistics scheme of 2016).
        """
        with self.locked("change", by) as incident:
            if self.harm == self.Harm.DEATH:
                raise ValidationError({"harm": _("Nobody comes back from death: strike a wrong record instead.")})
            if harm == self.harm:
                raise ValidationError({"harm": _("This is what the record says already.")})
            self.refuse_bad_day(harm_since, now)
            changes = {"harm": [self.harm, harm], "harm_since": [plain(self.harm_since), plain(harm_since)]}
            total = self.counted_as
            if incident.counts_on(harm_since):
                total = self.TOTALS.get(harm, "")
            elif total == "missing":
                total = "deaths" if harm == self.Harm.DEATH else ""
            totals = self.moved(incident, total)
            self.change(harm=harm, harm_since=harm_since, counted_as=total)
            self.remember(by=by, now=now, note=note)
            incident.recount(totals, "casualty_changed", by=by, now=now, casualty=self, note=note, more=changes)

    def edit(self, *, by, now, **facts):
        """Change who somebody is. What is private and left empty stays as it is: nobody had to see it to get here."""
        with self.locked("edit", by) as incident:
            facts = {name: value for name, value in facts.items() if value or name not in PRIVATE}
            changes = {name: (getattr(self, name), value) for name, value in facts.items()}
            changes = {name: [old, new] for name, (old, new) in changes.items() if old != new}
            if changes:
                self.change(**facts)
                told = {name: [kept(name, old), kept(name, new)] for name, (old, new) in changes.items()}
                incident.record("casualty_edited", by=by, now=now, casualty=self, changes=told)

    def strike(self, *, by, now, note, one_fewer):
        """Take back a record that should not be there. `one_fewer`: nobody else stands behind the number."""
        if not note.strip():
            raise ValidationError({"note": _("Give the reason.")})
        with self.locked("strike", by) as incident:
            totals = self.moved(incident, "") if one_fewer else {}
            self.change(stands=False)
            incident.recount(totals, "casualty_struck", by=by, now=now, casualty=self, note=note)

    def reveal(self, *, by, now, reason):
        """Log that somebody looks at what is private, and why; they see it afterwards."""
        if not self.may(by, "reveal"):
            raise PermissionDenied
        if not reason.strip():
            raise ValidationError({"reason": _("Give the reason.")})
        self.incident.record("revealed", by=by, now=now, casualty=self, note=reason)

    # private

    @contextmanager
    def locked(self, verb, by):
        """The incident, locked, with this row as it was read: two people who change it wait for each other."""
        if not self.may(by, verb):
            raise PermissionDenied
        with transaction.atomic():
            self.incident = Incident.objects.locked(self.incident_id)
            if self.incident.is_over:
                raise ValidationError(TOO_LATE)
            yield self.incident

    def moved(self, incident, total):
        """{total: new number} of the incident when this person leaves one total for another; "" is none."""
        if total == self.counted_as:
            return {}
        numbers = {}
        if self.counted_as:
            numbers[self.counted_as] = max(0, (getattr(incident, self.counted_as) or 0) - 1)
        if total:
            numbers[total] = (getattr(incident, total) or 0) + 1
        return numbers

    def refuse_bad_day(self, day, now):
        if day < self.incident.occurred_on:
            raise ValidationError({"harm_since": _("This is before the accident.")})
        if day > local_day(now, self.site.time_zone):
            raise ValidationError({"harm_since": _("The day lies in the future.")})
        if self.pk and day < self.harm_since:
            since = {"day": date_format(self.harm_since, "DATE_FORMAT"), "harm": self.get_harm_display()}
            raise ValidationError({"harm_since": _("Since %(day)s the record says: %(harm)s.") % since})

    def remember(self, *, by, now, note=""):
        """Keep the state that now holds; what held before stays."""
        self.states.create(harm=self.harm, since=self.harm_since, counted_as=self.counted_as, by=by, at=now, note=note)


def kept(name, value):
    """What an event keeps of a fact: of a private one only whether there was something."""
    return HIDDEN if value and name in PRIVATE else plain(value or None)


class CasualtyState(models.Model):
    """What somebody was from a local day on, as it became known at an instant. Append-only, by a trigger."""

    casualty = models.ForeignKey(Casualty, models.PROTECT, related_name="states")
    harm = models.CharField(max_length=9, choices=Casualty.Harm)
    since = models.DateField()
    counted_as = models.CharField(max_length=20, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(blank=True)

    objects = seen_with("casualty")

    class Meta:
        ordering = ["since", "pk"]

    def __str__(self):
        return self.get_harm_display()
