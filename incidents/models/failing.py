"""That an accident was omitted, misreported or concealed: never computed, only found by a person (Order 14, art. 5)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .part import Part


class Failing(Part):
    """A finding about how it was reported. That a report was late (迟报) the clocks say by themselves."""

    class Which(models.TextChoices):
        OMITTED = "omitted", gettext_lazy("omitted by negligence")
        UNTRUE = "untrue", gettext_lazy("deliberately untrue")
        CONCEALED = "concealed", gettext_lazy("concealed")

    KIND = "failing"
    RIGHT = "find_failing"

    which = models.CharField(gettext_lazy("how it was reported"), max_length=12, choices=Which)
    reason = models.TextField(gettext_lazy("what shows it"))

    class Meta(Part.Meta):
        verbose_name = gettext_lazy("failing of reporting")
        verbose_name_plural = gettext_lazy("failings of reporting")

    def __str__(self):
        return self.get_which_display()

    @property
    def told(self):
        return self.reason

    def refuse_bad_facts(self, now):
        if not self.reason.strip():
            raise ValidationError({"reason": _("Give the reason.")})

    def attach(self, files, **given):
        """It has no files."""
