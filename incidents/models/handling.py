"""Who is held responsible, and what was done about it (四不放过: 责任人员未处理不放过)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.clock import local_day

from ..masking import masked
from .part import Numbered, Part

DECIDED = ("decision_number", "authority", "decided_on")


class Handling(Numbered, Part):
    """One person who is held responsible: what is proposed, and the decision. Or, once, that nobody is, and why.

    Who may not read statements sees only the surname; no event repeats a name.
    """

    KIND = "handling"
    PRIVATE = frozenset({"person", "post"})

    nobody = models.BooleanField(gettext_lazy("nobody is responsible"), default=False)
    reason = models.TextField(gettext_lazy("why nobody is responsible"), blank=True)
    person = models.CharField(gettext_lazy("name of the person"), max_length=80, blank=True)
    post = models.CharField(gettext_lazy("post and organization"), max_length=160, blank=True)
    liability = models.TextField(gettext_lazy("what they are responsible for"), blank=True)
    proposed = models.TextField(gettext_lazy("proposed handling"), blank=True)
    decision_number = models.CharField(gettext_lazy("number of the decision"), max_length=80, blank=True)
    authority = models.CharField(gettext_lazy("who decided"), max_length=120, blank=True)
    decided_on = models.DateField(gettext_lazy("decided on"), null=True, blank=True)
    referred_to = models.CharField(gettext_lazy("handed over to, with receipt"), max_length=200, blank=True)

    class Meta(Part.Meta):
        verbose_name = gettext_lazy("person held responsible")
        verbose_name_plural = gettext_lazy("persons held responsible")
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "number"], name="handling_number_once"),
            models.UniqueConstraint(
                fields=["incident"], condition=Q(nobody=True, taken_out_at=None), name="handling_nobody_once"
            ),
            models.CheckConstraint(
                condition=Q(nobody=True, person="") & ~Q(reason="") | Q(nobody=False) & ~Q(person=""),
                name="handling_of_somebody_or_nobody",
            ),
        ]

    def __str__(self):
        return _("nobody") if self.nobody else _("Person %(number)d") % {"number": self.number}

    @property
    def told(self):
        return f"#{self.number}"

    @property
    def masked(self):
        return masked(self.person)

    @property
    def lacking(self):
        """Labels of what the decision still lacks."""
        if self.nobody:
            return []
        names = ("proposed", *DECIDED)
        return [self._meta.get_field(name).verbose_name for name in names if not getattr(self, name)]

    def refuse_bad_facts(self, now):
        others = Handling.objects.filter(incident=self.incident, taken_out_at=None).exclude(pk=self.pk)
        errors = {}
        if self.nobody:
            if self.person:
                errors["person"] = _("Either nobody is responsible or this person, not both.")
            elif others.exists():
                errors["nobody"] = _("There is an entry already. Take it out first.")
            if not self.reason:
                errors["reason"] = _("Give the reason.")
        elif not self.person:
            errors["person"] = _("Name the person, or say that nobody is responsible.")
        elif others.filter(nobody=True).exists():
            errors["person"] = _("It says that nobody is responsible. Take that out first.")
        if self.decided_on and self.decided_on > local_day(now, self.site.time_zone):
            errors["decided_on"] = _("This day lies in the future.")
        elif self.decided_on and self.decided_on < self.incident.occurred_on:
            errors["decided_on"] = _("This is before the incident happened.")
        if errors:
            raise ValidationError(errors)

    def attach(self, files, **given):
        """A decision is named by its number; it has no files here."""
