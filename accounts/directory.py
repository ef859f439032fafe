"""Who is whose manager and who is the official of a place, for many records at once: read once, asked often."""

from collections import defaultdict
from itertools import islice

from .models import Appointment, Role

HIGHEST_CHAIN = 10


class Directory:
    """All appointments of today in memory: some thousands of rows in the largest installation that is foreseen."""

    def __init__(self):
        self.by_pk = {a.pk: a for a in Appointment.objects.current().select_related("person", "deputy", "region")}
        self.by_person, self.by_role = defaultdict(list), defaultdict(list)
        for appointment in self.by_pk.values():
            self.by_person[appointment.person_id].append(appointment)
            if appointment.person.is_active:
                self.by_role[appointment.role].append(appointment)
        self.known = {}

    def holding(self, roles):
        """People in office in one of these roles, each once."""
        return list({a.person_id: a.person for role in roles for a in self.by_role[role]}.values())

    def country_of(self, person_id):
        """The country in which this person is in office, as far as their appointments say."""
        return next((a.region.country for a in self.by_person[person_id] if a.region), "")

    def line_manager(self, person_id, site):
        """The nearest superior of this person at `site` who is in office; None where nobody is named."""
        return next(self.superiors(person_id, site), None)

    def superior(self, person_id, site, height):
        """The superior `height` steps above the line manager, or the highest there is; None where nobody is named."""
        above = list(islice(self.superiors(person_id, site), height + 1))
        return above[-1] if above else None

    def superiors(self, person_id, site):
        """Those above this person who are in office, nearest first; the line at `site` before any other."""
        seen = {person_id}
        for appointment in sorted(self.by_person[person_id], key=lambda a: not a.covers(site)):
            above = self.by_pk.get(appointment.reports_to_id)
            for _hop in range(HIGHEST_CHAIN):
                if above is None:
                    break
                if above.person.is_active and above.person_id not in seen:
                    seen.add(above.person_id)
                    yield above.person
                above = self.by_pk.get(above.reports_to_id)

    def deputies(self, person_id, site):
        """Those named as deputy in this person's appointments, of the one at `site` first."""
        own = sorted(self.by_person[person_id], key=lambda a: not a.covers(site))
        return [appointment.deputy for appointment in own if appointment.deputy_id]

    def site_official(self, site):
        """The official closest to `site`: the sector's before the territory's, a smaller region before a larger."""
        return self.closest(Role.OFFICIAL, site)

    def sector_official(self, site):
        return self.closest(Role.OFFICIAL, site, of_a_sector=True)

    def territory_official(self, site):
        return self.closest(Role.OFFICIAL, site, of_a_sector=False)

    def safety_manager(self, site):
        return self.closest(Role.SAFETY_MANAGER, site)

    def leader(self, site):
        return self.closest(Role.LEADER, site)

    def closest(self, role, site, of_a_sector=None):
        """The person of `role` whose appointment covers least besides `site`; of one line or, by None, of any."""
        key = role, of_a_sector, site.pk
        if key not in self.known:
            covering = [
                a for a in self.by_role[role] if of_a_sector in (None, a.sector_id is not None) and a.covers(site)
            ]
            appointment = min(covering, key=distance, default=None)
            self.known[key] = appointment and appointment.person
        return self.known[key]

    def post_of(self, person_id, site):
        """The appointment that gives this person a duty at `site`, else any of today, else None."""
        own = self.by_person[person_id]
        return next((a for a in own if a.covers(site)), own[0] if own else None)


def distance(appointment):
    return (
        appointment.site_id is None,
        appointment.organization_id is None,
        appointment.sector_id is None,
        -len(appointment.region.code) if appointment.region else 0,
        appointment.pk,
    )
