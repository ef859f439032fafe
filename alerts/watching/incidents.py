"""Clusters and repetitions: alerts that are made of incidents."""

from collections import defaultdict
from datetime import timedelta
from itertools import groupby

from django.db.models import F
from django.utils.functional import cached_property

from incidents.models import Incident

from ..grouping import ASKED, Place, counted_by, place_of, rows, runs_by
from ..models import Alert, AlertEvent, AlertMember, Rule
from ..weighing import lost_workdays

NEWS = timedelta(days=30)  # what is older than that is told to nobody any more
LONGEST_OPEN = timedelta(days=365)  # so long an alert waits for an answer

Verb, Because, Ended = AlertEvent.Verb, AlertEvent.Because, Alert.Ended


def look(today, now):
    for rule in Rule.objects.all():
        Watch(rule, today, now).look()


class Watch:
    """One rule, compared with the alerts that stand by it."""

    def __init__(self, rule, today, now):
        self.rule, self.today, self.now = rule, today, now
        standing = Alert.objects.standing().filter(rule=rule).order_by("pk").prefetch_related("members")
        self.standing = list(standing)
        self.current = {
            alert.pk: {member.incident_id: member for member in alert.members.all() if member.left_at is None}
            for alert in self.standing
        }

    def look(self):
        found = runs_by(self.rule, self.since, self.now, self.older) if self.rule.is_active else []
        followed = self.matched(found)
        for number, run in enumerate(found):
            alert = followed.get(number)
            if alert is not None:
                self.follow(alert, run)
            elif run.last_on >= self.today - NEWS and not self.is_part_of_another(run):
                self.raise_alert(run)
        kept = {alert.pk for alert in followed.values()}
        going_on = {incident for number in followed for incident in found[number].incidents}
        for alert in self.standing:
            if alert.pk not in kept:
                self.end(alert, self.why_gone(alert, going_on))
            elif self.is_over(alert):
                self.end(alert, Ended.OVER)

    @property
    def since(self):
        """From which day on incidents are looked for. What an alert is made of already may be older."""
        return self.today - NEWS - timedelta(days=self.rule.days * (1 if self.rule.is_repeating else 2))

    @property
    def older(self):
        members = (member for members in self.current.values() for member in members.values())
        return [member.incident_id for member in members if member.occurred_on < self.since]

    def matched(self, found):
        """{number of a run: the standing alert that it goes on with}: the one with which it shares most, the oldest."""
        shared = []
        by_place = defaultdict(list)
        for alert in self.standing:
            by_place[place_now(alert)].append(alert)
        for number, run in enumerate(found):
            for alert in by_place[run.place]:
                if both := len(run.incidents & self.current[alert.pk].keys()):
                    shared.append((-both, alert.pk, number, alert))
        followed, taken = {}, set()
        for _both, key, number, alert in sorted(shared, key=lambda row: row[:3]):
            if number not in followed and key not in taken:
                followed[number] = alert
                taken.add(key)
        return followed

    def is_part_of_another(self, run):
        """Whether another rule on repetitions says the same about the same incidents."""
        return self.rule.is_repeating and any(run.incidents <= said for said in self.said_by_others[run.place.site_id])

    @cached_property
    def said_by_others(self):
        """{site: sets of incidents} of the repetitions that stand by other rules."""
        others = Alert.objects.standing().filter(kind=Alert.Kind.REPEAT).exclude(rule=self.rule)
        members = AlertMember.objects.current().filter(alert__in=others).order_by("alert")
        rows = members.values_list("alert__site", "alert", "incident")
        said = defaultdict(list)
        for (site, _alert), group in groupby(rows, lambda row: row[:2]):
            said[site].append({incident for _site, _alert, incident in group})
        return said

    # what becomes of an alert

    def raise_alert(self, run):
        alert = Alert(
            kind=Alert.Kind.REPEAT if self.rule.is_repeating else Alert.Kind.CLUSTER,
            rule=self.rule,
            raised_at=self.now,
            grown_at=self.now,
            **run.place._asdict(),
            **self.measures(run),
        )
        alert.save(force_insert=True)
        AlertMember.objects.bulk_create(self.member(alert, occurrence) for occurrence in run.occurrences)
        self.record(alert, Verb.RAISED, run)

    def follow(self, alert, run):
        """Take over what joined, what counts otherwise now, and what no longer belongs to it."""
        members, grew = self.current[alert.pk], False
        for occurrence in run.occurrences:
            member, facts = members.get(occurrence.incident), facts_of(occurrence)
            if member is None:
                again = facts | {"joined_at": self.now, "left_at": None}
                AlertMember.objects.update_or_create(alert=alert, incident_id=occurrence.incident, defaults=again)
                self.record(alert, Verb.JOINED, run, incident_id=occurrence.incident)
                grew = True
            elif any(getattr(member, name) != value for name, value in facts.items()):
                AlertMember.objects.filter(pk=member.pk).update(**facts)
                if member.deaths != occurrence.deaths:
                    worse = occurrence.deaths > member.deaths
                    verb = Verb.WORSE if worse else Verb.RECOUNTED
                    self.record(alert, verb, run, incident_id=occurrence.incident)
                    grew |= worse
        for incident in members.keys() - run.incidents:
            self.leave(alert, members[incident], run)
        self.write(alert, **self.measures(run), **({"grown_at": self.now} if grew else {}))

    def end(self, alert, because):
        for member in self.current[alert.pk].values():
            if because == Ended.LIFTED and not self.is_still_there(alert, member):
                self.leave(alert, member)
        self.record(alert, Verb.ENDED, because=because)
        self.write(alert, ended_at=self.now, ended_because=because)

    def leave(self, alert, member, run=None):
        AlertMember.objects.filter(pk=member.pk).update(left_at=self.now)
        self.record(alert, Verb.LEFT, run, incident_id=member.incident_id, because=self.why_left(alert, member))

    # why

    def why_gone(self, alert, followed):
        """Why no run goes on with this alert; `followed` are the incidents of the alerts that go on."""
        facts = (self.rule.is_active, self.rule.counts, self.rule.least, self.rule.days)
        asked = {name for name, value in place_now(alert)._asdict().items() if value}
        if facts != (True, alert.counts, alert.least, alert.days) or asked != set(ASKED[self.rule.within]):
            return Ended.RULE
        return Ended.JOINED if followed & self.current[alert.pk].keys() else Ended.LIFTED

    def is_over(self, alert):
        if self.today <= alert.last_on + NEWS:
            return False
        return alert.is_answered or self.today > alert.last_on + LONGEST_OPEN

    def is_still_there(self, alert, member):
        now = rows(self.rule, member.occurred_on, self.now).filter(
            pk=member.incident_id, occurred_on=member.occurred_on
        )
        return any(place_of(self.rule, *where) == place_now(alert) for _pk, _day, _deaths, *where in now)

    def why_left(self, alert, member):
        now = Incident.objects.get(pk=member.incident_id)
        if now.status == Incident.Status.VOID:
            return Because.VOID
        if not Incident.objects.filter(counted_by(self.rule), pk=now.pk).exists():
            return Because.MILDER
        return Because.PAST if self.is_still_there(alert, member) else Because.ELSEWHERE

    # rows

    def measures(self, run):
        return {
            "counts": self.rule.counts,
            "least": self.rule.least,
            "days": self.rule.days,
            "first_on": run.occurrences[0].day,
            "last_on": run.last_on,
            "weight": lost_workdays(deaths=run.deaths) + len(run.occurrences),
        }

    def member(self, alert, occurrence):
        return AlertMember(alert=alert, incident_id=occurrence.incident, joined_at=self.now, **facts_of(occurrence))

    def write(self, alert, **facts):
        """Whoever answers meanwhile is told that the alert has changed."""
        changed = {name: value for name, value in facts.items() if getattr(alert, name) != value}
        if changed:
            Alert.objects.filter(pk=alert.pk).update(version=F("version") + 1, **changed)
            for name, value in changed.items():
                setattr(alert, name, value)

    def record(self, alert, verb, run=None, **facts):
        counts = {"incidents": len(run.occurrences), "deaths": run.deaths} if run else {}
        AlertEvent.objects.create(alert=alert, verb=verb, at=self.now, **counts, **facts)


def place_now(alert):
    return Place(**{name: getattr(alert, name) for name in Place._fields})


def facts_of(occurrence):
    return {"occurred_on": occurrence.day, "counted": occurrence.counted, "deaths": occurrence.deaths}
