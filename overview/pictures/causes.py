"""Pareto of the coded causes of incidents."""

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from incidents.models import Finding
from incidents.rules import codes

from .pareto import ParetoPicture, ranked


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
            return (
                ngettext(
                    "Most often: %(first)s, in %(count)d incident.",
                    "Most often: %(first)s, in %(count)d incidents.",
                    self.facts["count"],
                )
                % self.facts
            )
        if self.is_spread:
            return (
                ngettext(
                    "Most often: %(first)s, in %(count)d incident. %(few)d of %(all)d causes make up %(mark)d%%.",
                    "Most often: %(first)s, in %(count)d incidents. %(few)d of %(all)d causes make up %(mark)d%%.",
                    self.facts["count"],
                )
                % self.facts
            )
        return (
            ngettext(
                "%(few)d of %(all)d causes makes up %(share)d%% of what was found. Most often: %(first)s.",
                "%(few)d of %(all)d causes make up %(share)d%% of what was found. Most often: %(first)s.",
                self.facts["few"],
            )
            % self.facts
        )

    @property
    def about(self):
        return _(
            "In how many incidents each coded cause (GB 6441, GB 6442) was found, %(period)s; one may have several."
        ) % {"period": self.look.period.in_words}

    @property
    def words(self):
        said = super().words
        if self.data.unnamed:
            said.append(
                ngettext(
                    "%(count)d incident has no coded cause yet.",
                    "%(count)d incidents have no coded cause yet.",
                    self.data.unnamed,
                )
                % {"count": self.data.unnamed}
            )
        return said
