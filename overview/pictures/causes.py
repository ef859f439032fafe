"""Pareto of the coded causes of incidents."""

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from incidents.models import Finding
from incidents.rules import codes

from .pareto import ParetoPicture, ranked
from .wording import grouped


def count(incidents):
    """In how many incidents each factor was found; in how many there is no cause with a factor."""
    coded = Finding.objects.standing().filter(incident__in=incidents).exclude(factor="").order_by()
    counts = dict(coded.values_list("factor").annotate(Count("incident", distinct=True)))
    without = incidents.exclude(pk__in=coded.values("incident")).count()
    return ranked(counts, codes.factors(), codes.factors(), without)


class CausesPicture(ParetoPicture):
    name = "causes"
    label = gettext_lazy("Causes")
    parameter = "factor"

    def count(self, look):
        return count(look.incidents)

    @property
    def of_what(self):
        return _("Cause")

    @property
    def title(self):
        if self.is_empty:
            return _("No incident with a coded cause in this time.")
        if self.is_short:
            return ngettext(
                "Most often: %(first)s, in %(count)s incident.",
                "Most often: %(first)s, in %(count)s incidents.",
                self.facts["count"],
            ) % grouped(self.facts)
        if self.is_spread:
            return ngettext(
                "Most often: %(first)s, in %(count)s incident. %(few)s of %(all)s causes make up %(mark)s%%.",
                "Most often: %(first)s, in %(count)s incidents. %(few)s of %(all)s causes make up %(mark)s%%.",
                self.facts["count"],
            ) % grouped(self.facts)
        return ngettext(
            "%(few)s of %(all)s causes makes up %(share)s%% of what was found. Most often: %(first)s.",
            "%(few)s of %(all)s causes make up %(share)s%% of what was found. Most often: %(first)s.",
            self.facts["few"],
        ) % grouped(self.facts)

    @property
    def about(self):
        return _(
            "In how many incidents each coded cause (GB 6441, GB 6442) was found, %(period)s; one may have several."
        ) % grouped({"period": self.look.period.in_words})

    @property
    def words(self):
        said = super().words
        if self.data.unnamed:
            said.append(
                ngettext(
                    "%(count)s incident has no coded cause yet.",
                    "%(count)s incidents have no coded cause yet.",
                    self.data.unnamed,
                )
                % grouped({"count": self.data.unnamed})
            )
        return said
