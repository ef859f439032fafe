"""Who is whose manager and who is the official of a place, for many records at once: read once, asked often."""

from collections import defaultdict

from .models import Appointment, Role

HIGHEST_CHAIN = 10


class Directory:
    """All appointments of today in memory: some thousands of rows in the largest installation that is foreseen."""

    def __init__(self):
        self.by_pk = {a.pk: a for a in Appointment.objects.current().select_related("person", "region")}
        self.by_person = defaultdict(list)
        self.officials = []
        for appointment in self.by_pk.values():
            self.by_person[appointment.person_id].append(appointment)
            if appointment.role == Role.OFFICIAL and appointment.person.is_active:
                self.officials.append(appointment)
        self.official_of = {}

    def line_manager(self, person_id, site):
        """The nearest superior of this person at `site` who is in office; None where nobody is named."""
        own = self.by_person[person_id]
        for appointment in sorted(own, key=lambda a: not a.covers(site)):
            superior = self.by_pk.get(appointment.reports_to_id)
            for _hop in range(HIGHEST_CHAIN):
                if superior is None:
                    break
                if superior.person.is_active and superior.person_id != person_id:
                    return superior.person
                superior = self.by_pk.get(superior.reports_to_id)
        return None

    def site_official(self, site):
        """The official closest to `site`: the sector's before the territory's, a smaller region before a larger."""
        if site.pk not in self.official_of:
            covering = [a for a in self.officials if a.covers(site)]
            closest = min(covering, key=distance, default=None)
            self.official_of[site.pk] = closest and closest.person
        return self.official_of[site.pk]

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
