"""The figures of an overview once more: slow, obvious, row by row, in Python alone, without a query set of the app.

Reads whole tables, asks each row plain questions, and answers with the keys of the rows that a figure counts.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from accounts.models import Appointment, Site
from actions.models import Action, ActionEvent, Extension
from incidents.models import Finding, Incident, Waiver

FORTNIGHT = timedelta(days=14)


class Oracle:
    def __init__(self, user, places, now):
        """`places`: the records that a scope names, of any kind."""
        self.user, self.places, self.now = user, places, now
        today = datetime.now(ZoneInfo(settings.TIME_ZONE)).date()  # appointments hold by the real day
        appointments = list(Appointment.objects.select_related("region", "person"))
        self.own = [a for a in appointments if a.person_id == user.pk and holds(a, today, today)]
        self.working = [a for a in self.own if a.role != "administrator"]
        tomorrow = today + timedelta(days=1)
        self.lasting = [a for a in appointments if holds(a, tomorrow, tomorrow) and a.person.is_active]
        self.installation_today = now.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
        self.year_ago = self.installation_today - timedelta(days=365)
        whole = Action.objects.select_related("site__region", "site__organization", "owner")
        self.actions = [a for a in whole if self.sees(a.site, a.owner_id, a.verifier_id) and self.within(a.site)]
        self.every_action = list(whole)
        incidents = Incident.objects.select_related("site__region", "site__organization")
        self.incidents = [i for i in incidents if self.sees(i.site, i.reported_by_id) and self.within(i.site)]
        self.findings = list(Finding.objects.select_related("incident__site__region"))
        self.waivers = list(Waiver.objects.all())
        self.extensions, self.events = list(Extension.objects.all()), list(ActionEvent.objects.all())

    # who sees what, and where

    def sees(self, site, *named):
        if self.user.pk in named:
            return True
        return any(a.role not in ("reporter", "administrator") and lies_in(site, a) for a in self.own)

    def within(self, site):
        for place in self.places:
            kind = type(place).__name__
            if kind == "Region" and not site.region.code.startswith(place.code):
                return False
            if kind == "Sector" and site.sector_id != place.pk:
                return False
            if kind == "Organization" and site.organization_id != place.pk:
                return False
            if kind == "Site" and site.pk != place.pk:
                return False
        return True

    # questions about one action

    def today(self, action):
        return self.now.astimezone(ZoneInfo(action.site.time_zone)).date()

    def days_late(self, action):
        """Zero or less where nothing is late."""
        if action.status != "assigned" or action.deadline is None:
            return 0
        return (self.today(action) - action.deadline).days

    def outcome(self, action, deadline):
        """kept, missed, or neither."""
        if deadline is None:
            return None
        if action.status in ("submitted", "verified", "closed") and action.submitted_at is not None:
            submitted_on = action.submitted_at.astimezone(ZoneInfo(action.site.time_zone)).date()
            return "kept" if submitted_on <= deadline else "missed"
        if action.status == "assigned" and self.today(action) > deadline:
            return "missed"
        return None

    def has_duty(self, person_id, site):
        return any(a.person_id == person_id and a.role != "administrator" and lies_in(site, a) for a in self.lasting)

    def is_without_person(self, action):
        if not action.completed:
            return False
        needs_owner = action.status in ("assigned", "submitted")
        needed = [action.owner_id, action.verifier_id] if needs_owner else []
        if action.status == "verified":
            needed = [action.checker_id]
        return any(not self.has_duty(person, action.site) for person in needed)

    # the figures, each as the set of keys that it counts

    def keys(self, question):
        return {action.pk for action in self.actions if question(action)}

    def late(self, first=1, last=100_000, priorities=("ordinary", "critical"), **of):
        return self.keys(
            lambda a: (
                first <= self.days_late(a) <= last
                and a.priority in priorities
                and all(getattr(a, name) == key for name, key in of.items())
            )
        )

    def why(self, action):
        """What its owner says about why it is late."""
        if action.explained_at and action.explained_at >= action.due_at and self.now - action.explained_at < FORTNIGHT:
            return action.late_reason
        return "unanswered" if self.now - action.due_at >= timedelta(days=6) else "not_asked"

    def because(self, why):
        return self.keys(lambda a: self.days_late(a) > 0 and self.why(a) == why)

    def judged(self, which, outcome, place=None):
        def question(action):
            deadline = action.original_deadline if which == "first" else action.deadline
            there = place is None or place in (action.site, action.site.organization)
            return there and self.is_counted(action) and self.outcome(action, deadline) == outcome

        return self.keys(question)

    def is_counted(self, action):
        first = action.original_deadline
        return action.status != "void" and first is not None and first >= self.year_ago

    def with_strength(self, *strengths):
        return self.keys(lambda a: self.is_counted(a) and a.strength in strengths)

    def waiting(self):
        return self.keys(lambda a: a.status == "submitted")

    def asked(self):
        asking = {extension.action_id for extension in self.extensions if extension.granted is None}
        return self.keys(lambda a: a.pk in asking)

    def given(self):
        given = {extension.action_id for extension in self.extensions if extension.granted}
        return self.keys(lambda a: a.pk in given and self.is_counted(a))

    def reopened(self):
        begin = datetime.combine(self.year_ago, time.min, ZoneInfo(settings.TIME_ZONE))
        reopened = {event.action_id for event in self.events if event.verb == "reopen" and event.at >= begin}
        return self.keys(lambda a: a.pk in reopened)

    def without_person(self):
        return self.keys(self.is_without_person)

    def incomplete(self):
        return self.keys(lambda a: a.status == "assigned" and not a.completed)

    def causes(self):
        answered = {a.finding_id for a in self.every_action if a.status != "void"}
        answered |= {waiver.finding_id for waiver in self.waivers if waiver.status == "approved"}
        seen = {incident.pk for incident in self.incidents if incident.status != "void"}
        return {
            f.pk for f in self.findings if f.status != "withdrawn" and f.incident_id in seen and f.pk not in answered
        }

    def happened(self, days, *, fatal=False):
        begin = self.installation_today - timedelta(days=days)
        return {
            incident.pk
            for incident in self.incidents
            if incident.status != "void" and incident.occurred_on >= begin and (not fatal or (incident.deaths or 0) > 0)
        }

    def dead(self, keys):
        return sum(incident.deaths or 0 for incident in self.incidents if incident.pk in keys)

    def debtors(self):
        """(owner, oldest action, its days, all that is late, whether silent) of the five who owe for longest."""
        late, found = self.late(), {}
        for action in sorted((a for a in self.actions if a.pk in late), key=lambda a: (a.due_at, a.pk)):
            if action.owner_id is not None:
                found.setdefault(action.owner_id, action)
        return [
            (owner, action.pk, self.days_late(action), self.late(owner_id=owner), self.why(action) == "unanswered")
            for owner, action in list(found.items())[:5]
        ]

    def worst(self):
        """(enterprise, or site of the one enterprise, critical, late, oldest, fatal, dead) of all that are bad."""
        rows, of = [], "site_id" if self.is_one_enterprise() else "organization_id"
        where = {
            "site_id": lambda record: record.site_id,
            "organization_id": lambda record: record.site.organization_id,
        }
        for key in {where[of](record) for record in [*self.actions, *self.incidents]}:
            here = [a for a in self.actions if where[of](a) == key]
            late = {a.pk for a in here if self.days_late(a) > 0}
            critical = {a.pk for a in here if a.pk in late and a.priority == "critical"}
            oldest = max([self.days_late(a) for a in here if a.pk in late], default=0)
            fatal = self.happened(365, fatal=True)
            fatal = {incident.pk for incident in self.incidents if incident.pk in fatal and where[of](incident) == key}
            if late or fatal:
                rows.append((key, critical, late, oldest, fatal, self.dead(fatal)))
        return sorted(rows, key=lambda row: (-len(row[1]), -len(row[4]), -len(row[2]), -row[3], row[0]))

    def is_one_enterprise(self):
        """Whether the reader asks for one, or has to do with no other."""
        if any(type(place).__name__ in ("Organization", "Site") for place in self.places):
            return True
        duty = [site for site in Site.objects.select_related("region") if any(lies_in(site, a) for a in self.working)]
        reported = [incident.site for incident in Incident.objects.filter(reported_by=self.user)]
        named = [a.site for a in self.every_action if self.user.pk in (a.owner_id, a.verifier_id)]
        return len({site.organization_id for site in [*duty, *reported, *named]}) == 1


def holds(appointment, first, last):
    return appointment.starts_on <= last and (appointment.ends_on or date.max) >= first


def lies_in(site, appointment):
    """Whether all that the appointment names holds for the site."""
    return (
        (appointment.region is None or site.region.code.startswith(appointment.region.code))
        and appointment.sector_id in (None, site.sector_id)
        and appointment.organization_id in (None, site.organization_id)
        and appointment.site_id in (None, site.pk)
    )
