"""What an incident is, in words: kind, casualties, and the grade with its reason."""

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ..rules import codes, grades

CASUALTIES = {
    "deaths": lambda count: ngettext("%(count)d dead", "%(count)d dead", count),
    "missing": lambda count: ngettext("%(count)d missing", "%(count)d missing", count),
    "serious_injuries": lambda count: ngettext("%(count)d serious", "%(count)d serious", count),
    "acute_poisonings": lambda count: ngettext("%(count)d poisoned", "%(count)d poisoned", count),
    "minor_injuries": lambda count: ngettext("%(count)d minor", "%(count)d minor", count),
    "victims": lambda count: ngettext("%(count)d hurt or killed", "%(count)d hurt or killed", count),
}

AFTERWARDS = {
    "away": lambda count: ngettext("%(count)d away from work", "%(count)d away from work", count),
    "restricted": lambda count: ngettext("%(count)d on other work", "%(count)d on other work", count),
    "treated": lambda count: ngettext("%(count)d treated", "%(count)d treated", count),
    "days_lost": lambda count: ngettext("%(count)d workday lost", "%(count)d workdays lost", count),
}


def casualties_of(counts):
    """{fact: words} of {fact: number or None}, as `InWords.casualties`."""
    told = {name: words(counts[name]) % {"count": counts[name]} for name, words in CASUALTIES.items() if counts[name]}
    if told:
        return told
    known = counts["deaths"] is not None and counts["serious_injuries"] is not None
    return {"none": _("nobody hurt")} if known else {"unknown": _("not known yet")}


class InWords:
    """The part of Incident that only reads and speaks."""

    @property
    def category_label(self):
        return codes.all_categories().get(self.category, self.category)

    @property
    def kind_in_words(self):
        """“Near miss · leak”; an accident is named by its category alone."""
        kind = "" if self.category and self.kind == self.Kind.ACCIDENT else self.get_kind_display()
        return " · ".join(filter(None, [kind, str(self.category_label)]))

    @property
    def casualties(self):
        """{fact: words}, worst first: 2 dead, 1 seriously injured. What is 0 is left out, unless all of it is."""
        return casualties_of({name: getattr(self, name) for name in CASUALTIES})

    @property
    def casualties_in_words(self):
        return " · ".join(self.casualties.values())

    @property
    def afterwards(self):
        """What became of those who were hurt, as far as it is known: 1 away from work, 12 workdays lost."""
        counts = {name: getattr(self, name) for name in AFTERWARDS}
        return [AFTERWARDS[name](count) % {"count": count} for name, count in counts.items() if count is not None]

    @property
    def grade_reason(self):
        """What decided the grade: “General accident: 2 dead (Decree 493, art. 3)”. Empty where there is no grade."""
        if not self.grade:
            return ""
        serious = (self.serious_injuries or 0) + (self.acute_poisonings or 0)
        facts = {
            "deaths": _("%(grade)s accident: %(value)s dead (%(clause)s)"),
            "serious": _("%(grade)s accident: %(value)s seriously injured or acutely poisoned (%(clause)s)"),
            "minor": _("%(grade)s accident: %(value)s slightly injured (%(clause)s)"),
            "loss": _("%(grade)s accident: direct economic loss %(value)s yuan (%(clause)s)"),
        }
        values = {"deaths": self.deaths, "serious": serious, "minor": self.minor_injuries, "loss": self.direct_loss}
        value = number_format(values[self.grade_criterion], force_grouping=True)
        clause = grades.clause(self.grade_pack)
        return facts[self.grade_criterion] % {"value": value, "grade": self.get_grade_display(), "clause": clause}

    @property
    def no_grade_reason(self):
        """Why there is no grade. Empty where there is one."""
        if self.grade:
            return ""
        if self.kind != self.Kind.ACCIDENT:
            return _("Only accidents are graded.")
        rule = grades.rule_on(self.site.region.jurisdiction, self.occurred_on)
        if rule is None:
            return _("Not graded: no rules are known for this place and day.")
        if self.regime not in rule["regimes"]:
            return _("Not graded here: special rules prevail for this regime (Decree 493, art. 45).")
        if "unknown" in self.casualties:
            return _("Not graded as long as the casualties are not known.")
        return _("Not graded: nobody was hurt and no loss is known.")

    @property
    def possible_grade(self):
        """The grade if everybody who is missing were dead; the same as `grade` where nobody is missing."""
        grading = self.fresh_grading(deaths=(self.deaths or 0) + (self.missing or 0))
        return grading and grading.grade

    def get_possible_grade_display(self):
        grade = self.possible_grade
        return self.Grade(grade).label if grade else ""
