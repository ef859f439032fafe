"""What people said, and who has read it."""

import hashlib
import json

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Site
from accounts.rights import holds
from accounts.scope import seen_with
from common.attachments import Attachment
from common.clock import local_day

from ..masking import masked
from .incident import KEEPERS, Incident
from .member import Member
from .part import Numbered, Part, take_turns


class StatementQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Safety managers and officials of the site, the team as far as it sees the incident, and who made it."""
        kept = Site.objects.where_role(user, KEEPERS)
        teams = Member.objects.filter(person=user, taken_out_at=None).values("incident")
        investigated = Q(incident__in=Incident.objects.visible_to(user).filter(pk__in=teams).values("pk"))
        return self.filter(Q(incident__site__in=kept) | investigated | Q(person=user))

    def standing(self):
        return self.filter(taken_out_at=None)


class Statement(Numbered, Part):
    """What one person said, in words and files. Once signed it is locked, by a trigger; a correction is a new one.

    Reading it is written down; so is nothing of it anywhere else: events name its number and no more.
    """

    class Standing(models.TextChoices):
        INJURED = "injured", gettext_lazy("Injured person")
        WITNESS = "witness", gettext_lazy("Saw or heard it")
        COLLEAGUE = "colleague", gettext_lazy("Worked there")
        IN_CHARGE = "in_charge", gettext_lazy("In charge there")
        RESPONDER = "responder", gettext_lazy("Helped or rescued")
        OTHER = "other", gettext_lazy("Somebody else")

    class Signing(models.TextChoices):
        PAPER = "paper", gettext_lazy("On paper")
        HERE = "here", gettext_lazy("In this system, by the person")

    KIND = "statement"
    FACTS = ("name", "position", "standing", "taken_on", "taken_at", "taken_by", "place", "said")
    PRIVATE = frozenset({*FACTS, "person", "corrects"})

    name = models.CharField(pgettext_lazy("a person's", "name"), max_length=80)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("the same as"),
    )
    position = models.CharField(gettext_lazy("post or trade"), max_length=120, blank=True)
    standing = models.CharField(gettext_lazy("part in what happened"), max_length=12, choices=Standing)
    taken_on = models.DateField(gettext_lazy("taken down on"))
    taken_at = models.TimeField(gettext_lazy("at what time"), null=True, blank=True)
    taken_by = models.CharField(gettext_lazy("who asked and who wrote"), max_length=200)
    place = models.CharField(gettext_lazy("where it was taken down"), max_length=200, blank=True)
    said = models.TextField(gettext_lazy("what was said"), blank=True)
    corrects = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="corrections",
        verbose_name=gettext_lazy("corrects or adds to"),
    )
    signing = models.CharField(gettext_lazy("how it was signed"), max_length=8, choices=Signing, blank=True)
    signed_on = models.DateField(gettext_lazy("signed on"), null=True, blank=True)
    signed_at = models.DateTimeField(null=True, editable=False)  # when it was locked
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", editable=False
    )  # who locked it
    sha256 = models.CharField(max_length=64, blank=True, editable=False)  # of the facts and files as they were locked

    objects = StatementQuerySet.as_manager()

    class Meta(Part.Meta):
        verbose_name = gettext_lazy("statement")
        verbose_name_plural = gettext_lazy("statements")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="statement_number_once"),
            models.CheckConstraint(
                condition=Q(signed_at=None, signed_on=None, signed_by=None, signing="", sha256="")
                | Q(signed_at__isnull=False, signed_on__isnull=False, signed_by__isnull=False, taken_out_at=None)
                & ~Q(signing="")
                & ~Q(sha256=""),
                name="statement_signed_as_a_whole",
            ),
        ]

    def __str__(self):
        return _("Statement %(number)d") % {"number": self.number}

    def get_absolute_url(self):
        return reverse("incidents:statement", args=[self.pk])

    @property
    def masked_name(self):
        return masked(self.name)

    @property
    def told(self):
        return f"#{self.number}"

    @property
    def is_closed(self):
        return self.signed_at is not None or super().is_closed

    def may(self, user, verb):
        """Only the person signs here; who investigates says that paper was signed. Then nobody changes anything."""
        if verb == "see_readers":
            return self.person_id == user.pk or holds(user, KEEPERS, self.site)
        if verb == "sign_here":
            return not self.is_closed and self.person_id == user.pk and not self.incident.forbids(user, verb)
        return super().may(user, verb)

    def refuse_bad_facts(self, now):
        errors = {}
        if self.taken_on > local_day(now, self.site.time_zone):
            errors["taken_on"] = _("This day lies in the future.")
        elif self.taken_on < self.incident.occurred_on:
            errors["taken_on"] = _("This is before the incident happened.")
        if self.corrects_id and (self.corrects.incident_id != self.incident_id or not self.corrects.signed_at):
            errors["corrects"] = _("Choose a signed statement of the same incident.")
        if errors:
            raise ValidationError(errors)

    @transaction.atomic
    def sign(self, *, by, now, signing, signed_on=None):
        """Lock it: the person signed on paper, of which a file shows the signature, or does so here and now."""
        here = signing == self.Signing.HERE
        if not self.may(by, "sign_here" if here else "sign"):
            raise PermissionDenied
        take_turns(self.incident)  # no file comes between the digest and the lock
        today = local_day(now, self.site.time_zone)
        signed_on = today if here or signed_on is None else signed_on
        if signed_on > today:
            raise ValidationError({"signed_on": _("This day lies in the future.")})
        if signed_on < self.taken_on:
            raise ValidationError({"signed_on": _("This is before it was taken down.")})
        if not here and not self.files.exists():
            raise ValidationError(_("Attach a photo or scan of the signed paper first."))
        if here and not self.said:
            raise ValidationError(_("There is nothing to sign yet: write down what was said first."))
        digest = self.digest()
        self.change_if_standing(signing=signing, signed_on=signed_on, signed_at=now, signed_by=by, sha256=digest)
        self.record("signed", by=by, now=now)

    def digest(self):
        """SHA-256 of the facts and of the digests of the files, as canonical JSON: what it is now, for comparison."""
        facts = {name: None if (value := getattr(self, name)) is None else str(value) for name in self.FACTS}
        files = sorted(self.files.values_list("sha256", flat=True))
        text = json.dumps(facts | {"files": files}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()

    def opened(self, *, by, now, file=""):
        """Write down that somebody reads it, or a file of it; who made it reads their own."""
        if by.pk != self.person_id:
            self.readings.create(by=by, at=now, file=file)


class StatementFile(Attachment):
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="files")

    objects = seen_with("statement")

    class Meta:
        ordering = ["pk"]


class StatementReadingQuerySet(models.QuerySet):
    def visible_to(self, user):
        kept = Site.objects.where_role(user, KEEPERS)
        return self.filter(Q(statement__person=user) | Q(statement__incident__site__in=kept))


class StatementReading(models.Model):
    """Somebody opened a statement, or a file of it. Append-only, by a trigger."""

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="readings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    file = models.CharField(max_length=200, blank=True)

    objects = StatementReadingQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.file or str(self.statement)
