"""Who is whose manager and who is the official of a place, for many records at once: read once, asked often."""

from collections import defaultdict
from itertools import islice

from django.db.models import Exists, OuterRef

from .models import Appointment, Role

HIGHEST_CHAIN = 10


class Directory:
    """Appointments in memory: of whoever may have a duty at `sites`, or all of them.

    All are some thousands of rows in the largest installation that is foreseen: for a run over everything, not for a
    page. Superiors and people from elsewhere are read when they are first asked for. Those that ended are there to
    climb through: whoever reported to somebody who left reports to the next above.
    """

    def __init__(self, sites=None):
        self.whole, self.known = sites is None, {}
        self.by_pk, self.by_person, self.by_role = {}, defaultdict(list), defaultdict(list)
        self.former = defaultdict(list)
        self.add(self.appointments() if self.whole else self.appointments().around(sites))

    def appointments(self):
        today = Exists(Appointment.objects.current().filter(pk=OuterRef("pk")))
        return Appointment.objects.annotate(holds=today).select_related("person", "deputy", "region")

    def add(self, appointments):
        for appointment in appointments:
            if appointment.pk in self.by_pk:
                continue
            self.by_pk[appointment.pk] = appointment
            if not appointment.holds:
                self.former[appointment.person_id].insert(0, appointment)
                continue
            self.by_person[appointment.person_id].append(appointment)
            if appointment.person.is_active:
                self.by_role[appointment.role].append(appointment)

    def above(self, appointment):
        """The superior's appointment, whether it holds today or not."""
        key = appointment.reports_to_id
        if key not in self.by_pk and key is not None and not self.whole:
            self.add(self.appointments().filter(pk=key))
        return self.by_pk.get(key)

    def own(self, person_id):
        if person_id not in self.by_person and not self.whole:
            self.add(self.appointments().filter(person=person_id))
        return self.by_person[person_id]

    def posts(self, person_id):
        """Those of today, then those that ended, the newest first."""
        return [*self.own(person_id), *self.former[person_id]]

    def holding(self, roles):
        """People in office in one of these roles, each once; of those whose appointments were read."""
        return list({a.person_id: a.person for role in roles for a in self.by_role[role]}.values())

    def country_of(self, person_id):
        """The country in which this person is in office, as far as their appointments say."""
        return next((a.region.country for a in self.own(person_id) if a.region), "")

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
        for appointment in sorted(self.posts(person_id), key=lambda a: (not a.covers(site), not a.holds)):
            above = self.above(appointment)
            for _hop in range(HIGHEST_CHAIN):
                if above is None:
                    break
                if above.holds and above.person.is_active and above.person_id not in seen:
                    seen.add(above.person_id)
                    yield above.person
                above = self.above(above)

    def deputies(self, person_id, site):
        """Those named as deputy in this person's appointments, of the one at `site` first."""
        own = sorted(self.own(person_id), key=lambda a: not a.covers(site))
        return [appointment.deputy for appointment in own if appointment.deputy_id]

    def successor(self, person_id, site):
        """Who has, today or from tomorrow on, the post by which this person had a duty at `site`; None where that is
        nobody, or more than one."""
        found = {person for post in self.posts(person_id) if post.covers(site) for person in self.successors(post)}
        return found.pop() if len(found) == 1 else None

    def successors(self, appointment):
        key = "successors", appointment.pk
        if key not in self.known:
            succeeding = Appointment.objects.lasting().succeeding(appointment).select_related("person")
            self.known[key] = [other.person for other in succeeding]
        return self.known[key]

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

    def guardians(self, person_id, site):
        """Who sees to it that the work of somebody who left gets another owner: successor, manager, safety managers,
        official."""
        managers = self.by_role[Role.SAFETY_MANAGER]
        enterprise = [a.person for a in managers if (a.site_id or a.organization_id) and a.covers(site)]
        line = self.successor(person_id, site), self.line_manager(person_id, site)
        people = [*line, *enterprise, self.site_official(site)]
        return [person for person in dict.fromkeys(people) if person is not None and person.pk != person_id]

    def post_of(self, person_id, site):
        """The appointment that gives or gave this person a duty at `site`, else any, else None."""
        own = self.posts(person_id)
        return next((a for a in own if a.covers(site)), own[0] if own else None)


def distance(appointment):
    return (
        appointment.site_id is None,
        appointment.organization_id is None,
        appointment.sector_id is None,
        -len(appointment.region.code) if appointment.region else 0,
        appointment.pk,
    )
