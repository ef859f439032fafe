"""Pareto of the categories of incidents."""

from collections import Counter

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from incidents.rules import codes

from .pareto import ParetoPicture, ranked


def count(incidents):
    """Categories of the same name in both standards count as one; the newer code stands for both."""
    counts, labels, unnamed = Counter(), {}, 0
    for code, number in incidents.order_by().values_list("category").annotate(Count("pk")):
        if not code:
            unnamed = number
            continue
        key = name_of(code)
        labels[key] = codes.all_categories().get(key, key)
        counts[key] += number
    return ranked(counts, labels, codes.all_categories(), unnamed)


def name_of(code):
    """The newest code of the same name."""
    return codes.alike(code)[0] if code in codes.all_categories() else code


class CategoriesPicture(ParetoPicture):
    name = "categories"
    label = gettext_lazy("Categories")
    parameter = "category"

    def count(self, look):
        return count(look.incidents)

    @property
    def of_what(self):
        return _("Category")

    @property
    def title(self):
        if self.is_empty:
            return _("No incident with a category in this time.")
        if self.is_short:
            return (
                ngettext(
                    "Most often: %(first)s, %(count)d incident.",
                    "Most often: %(first)s, %(count)d incidents.",
                    self.facts["count"],
                )
                % self.facts
            )
        if self.is_spread:
            return (
                ngettext(
                    "Most often: %(first)s, %(count)d incident. %(few)d of %(all)d categories make up %(mark)d%%.",
                    "Most often: %(first)s, %(count)d incidents. %(few)d of %(all)d categories make up %(mark)d%%.",
                    self.facts["count"],
                )
                % self.facts
            )
        return (
            ngettext(
                "%(few)d of %(all)d categories makes up %(share)d%% of the incidents. Most often: %(first)s.",
                "%(few)d of %(all)d categories make up %(share)d%% of the incidents. Most often: %(first)s.",
                self.facts["few"],
            )
            % self.facts
        )

    @property
    def about(self):
        return _("Incidents by category (GB 6441), %(period)s, the most frequent first.") % {
            "period": self.look.period.in_words
        }

    @property
    def words(self):
        said = super().words
        if self.data.unnamed:
            said.append(
                ngettext(
                    "%(count)d incident has no category yet.",
                    "%(count)d incidents have no category yet.",
                    self.data.unnamed,
                )
                % {"count": self.data.unnamed}
            )
        return said
