"""Who was told what the accident teaches (四不放过: 有关人员未受到教育不放过)."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.scope import seen_with
from common.attachments import Attachment
from common.clock import local_day

from .part import Numbered, Part

MOST_PEOPLE = 1000


class Training(Numbered, Part):
    """One session: what was said, who had to come and who of them did not; the list that people signed is its file.

    `invited` and `absent` are names, one on each line. They are read by those who may read statements.
    """

    KIND = "training"
    PRIVATE = frozenset({"invited", "absent"})

    held_on = models.DateField(gettext_lazy("held on"))
    content = models.TextField(pgettext_lazy("of a training", "what was said"))
    invited = models.TextField(gettext_lazy("who had to come"))
    absent = models.TextField(gettext_lazy("who of them did not come"), blank=True)
    result = models.TextField(gettext_lazy("result of a test, where there was one"), blank=True)

    class Meta(Part.Meta):
        verbose_name = gettext_lazy("training")
        verbose_name_plural = gettext_lazy("trainings")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["incident", "number"], name="training_number_once")]

    def __str__(self):
        return _("Training %(number)d") % {"number": self.number}

    @property
    def told(self):
        return f"#{self.number}"

    @property
    def had_to_come(self):
        return names_in(self.invited)

    @property
    def did_not_come(self):
        return names_in(self.absent)

    @property
    def came(self):
        return self.had_to_come - self.did_not_come

    def refuse_bad_facts(self, now):
        errors = {}
        if self.held_on > local_day(now, self.site.time_zone):
            errors["held_on"] = _("This day lies in the future.")
        elif self.held_on < self.incident.occurred_on:
            errors["held_on"] = _("This is before the incident happened.")
        if not self.had_to_come:
            errors["invited"] = _("Name who had to come, one on each line.")
        elif len(self.had_to_come) > MOST_PEOPLE:
            errors["invited"] = _("More than %(most)d people: enter them as several trainings.") % {"most": MOST_PEOPLE}
        if strangers := sorted(self.did_not_come - self.had_to_come):
            errors["absent"] = _("Not among those who had to come: %(names)s") % {"names": _(", ").join(strangers)}
        if errors:
            raise ValidationError(errors)


def names_in(text):
    """Each name once, whatever stands between them: a line, a comma, a semicolon."""
    for mark in ",;，；、\r\n":
        text = text.replace(mark, "\n")
    return {name.strip() for name in text.split("\n")} - {""}


class TrainingFile(Attachment):
    training = models.ForeignKey(Training, models.PROTECT, related_name="files")

    objects = seen_with("training")

    class Meta:
        ordering = ["pk"]
