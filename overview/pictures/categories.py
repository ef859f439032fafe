"""Pareto of the categories of incidents."""

from collections import Counter

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from incidents.rules import codes

from .pareto import ParetoPicture, ranked
from .wording import grouped


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
            return ngettext(
                "Most often: %(first)s, %(count)s incident.",
                "Most often: %(first)s, %(count)s incidents.",
                self.facts["count"],
            ) % grouped(self.facts)
        if self.is_spread:
            return ngettext(
                "Most often: %(first)s, %(count)s incident. %(few)s of %(all)s categories make up %(mark)s%%.",
                "Most often: %(first)s, %(count)s incidents. %(few)s of %(all)s categories make up %(mark)s%%.",
                self.facts["count"],
            ) % grouped(self.facts)
        return ngettext(
            "%(few)s of %(all)s categories makes up %(share)s%% of the incidents. Most often: %(first)s.",
            "%(few)s of %(all)s categories make up %(share)s%% of the incidents. Most often: %(first)s.",
            self.facts["few"],
        ) % grouped(self.facts)

    @property
    def about(self):
        return _("Incidents by category (GB 6441), %(period)s, the most frequent first.") % grouped(
            {"period": self.look.period.in_words}
        )

    @property
    def words(self):
        said = super().words
        if self.data.unnamed:
            said.append(
                ngettext(
                    "%(count)s incident has no category yet.",
                    "%(count)s incidents have no category yet.",
                    self.data.unnamed,
                )
                % grouped({"count": self.data.unnamed})
            )
        return said
