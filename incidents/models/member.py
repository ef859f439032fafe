"""Who investigates (Decree 493, art. 22 and 23)."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .part import Part


class Member(Part):
    """Somebody on the team that investigates: a person of the system, or somebody else by name.

    Being on the team gives nobody sight of the incident: that comes from appointments, or from having reported it.
    Who sees it and is on the team writes the investigation and reads the statements.
    """

    class Role(models.TextChoices):
        LEADER = "leader", gettext_lazy("Team leader")
        DEPUTY = "deputy", gettext_lazy("Deputy leader")
        MEMBER = "member", gettext_lazy("Member")
        EXPERT = "expert", gettext_lazy("Expert")
        RECORDER = "recorder", gettext_lazy("Recorder")
        INVITED = "invited", gettext_lazy("Invited to attend")

    class Conflict(models.TextChoices):
        """Decree 493, art. 23: members have no direct interest in the accident."""

        NOT_ASKED = "not_asked", gettext_lazy("Not asked yet")
        NONE = "none", gettext_lazy("Declared that there is none")
        SOME = "some", gettext_lazy("There is one")

    KIND = "member"
    PRIVATE = frozenset({"conflict_note"})

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=gettext_lazy("person"),
    )
    name = models.CharField(gettext_lazy("name of somebody else"), max_length=80, blank=True)
    body = models.CharField(gettext_lazy("office or organization"), max_length=120, blank=True)
    role = models.CharField(gettext_lazy("part on the team"), max_length=12, choices=Role, default=Role.MEMBER)
    conflict = models.CharField(
        gettext_lazy("conflict of interest"), max_length=12, choices=Conflict, default=Conflict.NOT_ASKED
    )
    conflict_note = models.TextField(gettext_lazy("which one, and what follows from it"), blank=True)

    class Meta(Part.Meta):
        verbose_name = gettext_lazy("team member")
        verbose_name_plural = gettext_lazy("team members")
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=False, name="") | Q(person=None) & ~Q(name=""), name="member_is_somebody"
            ),
            models.CheckConstraint(
                condition=~Q(conflict="some") | ~Q(conflict_note=""), name="member_conflict_is_explained"
            ),
            models.UniqueConstraint(
                fields=["incident", "person"], condition=Q(taken_out_at=None), name="member_once_on_a_team"
            ),
            models.UniqueConstraint(
                fields=["incident"], condition=Q(taken_out_at=None, role="leader"), name="member_one_leader"
            ),
        ]

    def __str__(self):
        return str(self.person) if self.person_id else self.name

    def refuse_bad_facts(self, now):
        others = Member.objects.filter(incident=self.incident, taken_out_at=None).exclude(pk=self.pk)
        errors = {}
        if self.person_id and self.name:
            errors["name"] = _("Choose a person or write a name, not both.")
        elif not self.person_id and not self.name:
            errors["person"] = _("Choose a person, or write the name of somebody else below.")
        elif self.person_id and others.filter(person=self.person).exists():
            errors["person"] = _("%(person)s is on the team already.") % {"person": self.person}
        if self.role == self.Role.LEADER and (leader := others.filter(role=self.Role.LEADER).first()):
            errors["role"] = _("%(person)s leads the team. Change that first.") % {"person": leader}
        if self.conflict == self.Conflict.SOME and not self.conflict_note:
            errors["conflict_note"] = _("Say which one, and what follows from it.")
        if errors:
            raise ValidationError(errors)

    def record(self, *args, **given):
        self.incident.__dict__.pop("team", None)  # read once a copy
        return super().record(*args, **given)

    def attach(self, files, **given):
        """A member has no files."""
