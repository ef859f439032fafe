"""The policy of what counts as a cluster or a repetition, as rows that an administrator changes."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from common.lifecycle import Versioned

YEAR, LONGEST = 365, 731  # days


def time_in_words(days):
    """A year is a year, whatever else is a number of days."""
    return _("a year") if days == YEAR else ngettext("%(count)d day", "%(count)d days", days) % {"count": days}


class Rule(Versioned):
    """So many incidents or deaths within so many days, at one and the same kind of place.

    `days` counts calendar days, the first and the last among them: 7 are from a Monday to the Sunday after it.
    """

    class Counts(models.TextChoices):
        FATAL = "fatal", gettext_lazy("accidents with deaths")
        DEATHS = "deaths", pgettext_lazy("what a rule counts", "deaths")
        HURT = "hurt", gettext_lazy("incidents in which somebody was hurt")
        ALL = "all", gettext_lazy("incidents of all kinds")

    class Within(models.TextChoices):
        REGION = "region", gettext_lazy("in one region")
        SECTOR = "sector", gettext_lazy("in one sector of a region")
        CATEGORY = "category", gettext_lazy("of one category in a region")
        ORGANIZATION = "organization", gettext_lazy("at one organization")
        SITE_CATEGORY = "site_category", gettext_lazy("of one category at the same site")
        SITE_FACTOR = "site_factor", gettext_lazy("with the same direct cause at the same site")

    class Level(models.IntegerChoices):
        """How long the code of the region is (GB/T 2260 and GB/T 10114)."""

        PROVINCE = 2, gettext_lazy("province")
        PREFECTURE = 4, gettext_lazy("prefecture")
        COUNTY = 6, gettext_lazy("district or county")
        TOWNSHIP = 9, gettext_lazy("town or street")

    REPEATING = (Within.SITE_CATEGORY, Within.SITE_FACTOR)
    OF_A_REGION = (Within.REGION, Within.SECTOR, Within.CATEGORY)
    FACTS = ("is_active", "counts", "least", "days", "within", "level")

    is_active = models.BooleanField(pgettext_lazy("a rule for alerts", "in force"), default=True)
    counts = models.CharField(gettext_lazy("what is counted"), max_length=8, choices=Counts)
    least = models.PositiveSmallIntegerField(
        gettext_lazy("how many at least"), validators=[MinValueValidator(2), MaxValueValidator(100)]
    )
    days = models.PositiveSmallIntegerField(
        gettext_lazy("within how many days"), validators=[MinValueValidator(1), MaxValueValidator(LONGEST)]
    )
    within = models.CharField(gettext_lazy("where"), max_length=16, choices=Within)
    level = models.PositiveSmallIntegerField(
        gettext_lazy("what counts as a region"), choices=Level, default=Level.COUNTY
    )

    class Meta:
        verbose_name = gettext_lazy("rule for alerts")
        verbose_name_plural = gettext_lazy("rules for alerts")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(least__gte=2), name="rule_counts_several"),
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=LONGEST), name="rule_has_days"),
        ]

    def __str__(self):
        """“2 accidents with deaths within 7 days in one region (district or county)”."""
        words = {"least": self.least, "what": self.get_counts_display(), "where": self.where_in_words()}
        words["days"] = time_in_words(self.days)
        return _("%(least)d %(what)s within %(days)s %(where)s") % words

    def where_in_words(self):
        if self.within not in self.OF_A_REGION:
            return self.get_within_display()
        return _("%(where)s (%(level)s)") % {"where": self.get_within_display(), "level": self.get_level_display()}

    @property
    def is_repeating(self):
        """Whether it finds the same again at the same place, rather than many at once."""
        return self.within in self.REPEATING

    @property
    def facts(self):
        return {name: getattr(self, name) for name in self.FACTS}

    @classmethod
    @transaction.atomic
    def add(cls, *, by, now, note, **facts):
        rule = cls(**facts)
        rule.save(force_insert=True)
        rule.changes.create(by=by, at=now, note=note, before={}, after=rule.facts)
        return rule

    @transaction.atomic
    def follow_otherwise(self, *, by, now, note, **facts):
        """From the next plan on these facts hold; running alerts are judged by them."""
        before = self.facts
        self.change(**facts)
        self.changes.create(by=by, at=now, note=note, before=before, after=self.facts)


class RuleChange(models.Model):
    """That somebody added or changed a rule: its facts before and after. Append-only, by a trigger."""

    rule = models.ForeignKey(Rule, models.PROTECT, related_name="changes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    note = models.TextField(gettext_lazy("reason"))
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self):
        return f"{self.rule_id} {self.at:%Y-%m-%d}"

    @property
    def was(self):
        return self.before and Rule(**self.before)

    @property
    def became(self):
        return Rule(**self.after)
