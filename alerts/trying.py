"""What a rule would have raised in the last twelve months, before anybody keeps it."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings

from accounts.models import Organization, Region, Sector, Site
from common.clock import local_day

from .grouping import runs_by
from .models import Alert
from .wording import category, factor, where

YEAR = timedelta(days=365)
MOST_SHOWN = 50


@dataclass(frozen=True)
class Raised:
    """Where and when, and of how many incidents: whoever makes the rules may not read the incidents themselves."""

    where: str
    first_on: object
    last_on: object
    incidents: int


@dataclass(frozen=True)
class Trial:
    rows: list
    count: int

    @property
    def more(self):
        return self.count - len(self.rows)


def trial(rule, now):
    """A Trial of `rule`, saved or not: the newest first."""
    today = local_day(now, settings.TIME_ZONE)
    since = today - YEAR
    found = [run for run in runs_by(rule, since - timedelta(days=rule.days), now) if run.last_on > since]
    found.sort(key=lambda run: run.last_on, reverse=True)
    first = found[:MOST_SHOWN]
    alerts = located([Alert(**run.place._asdict()) for run in first])
    rows = [
        Raised(name(alert), run.occurrences[0].day, run.last_on, len(run.occurrences))
        for alert, run in zip(alerts, first, strict=True)
    ]
    return Trial(rows, len(found))


def located(alerts):
    """With the records of their places, in a fixed number of queries."""
    regions = Region.objects.in_bulk({alert.region_code for alert in alerts}, field_name="code")
    for alert in alerts:
        region = regions.get(alert.region_code, Region())
        alert.region_name, alert.region_name_en = region.name, region.name_en
    for field, records in (
        ("sector", Sector.objects.all()),
        ("organization", Organization.objects.all()),
        ("site", Site.objects.select_related("organization")),
    ):
        found = records.in_bulk({getattr(alert, f"{field}_id") for alert in alerts} - {None})
        for alert in alerts:
            if key := getattr(alert, f"{field}_id"):
                setattr(alert, field, found[key])
    return alerts


def name(alert):
    more = [category(alert.category)] if alert.category else [factor(alert.factor)] if alert.factor else []
    return " · ".join([where(alert), *more])
