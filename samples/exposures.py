"""Hours, headcount and GDP of the sample: the same every time, and not the same every month."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.models import Exposure

from .places import DISTRICT, ORGANIZATIONS

ZONE = ZoneInfo("Asia/Shanghai")
YEARS = 2  # whole ones before this year
GDP = 2_750_000_000  # yuan a month, more in the second half of a year
SILENT = ("hengfa", (2, 3))  # whose figures of these months of last year nobody has ever entered


def enter(district):
    """Figures of every month that is over, entered on the first day after it."""
    by, region = district.people["guan"], district.regions[DISTRICT]
    rows = []
    for month in months_until(district.today):
        entered = {"month": month, "by": by, "at": datetime.combine(after(month), time.min, ZONE)}
        rows.append(Exposure(region=region, gdp=GDP + month.month * 10_000_000 * (1 + month.month // 7), **entered))
        for key, organization in ORGANIZATIONS.items():
            silent = key == SILENT[0] and month.month in SILENT[1] and month.year == district.today.year - 1
            if organization.employees is None or silent:
                continue
            people = organization.employees + organization.employees * ((month.month * 7) % 5 - 2) // 100
            figures = {"headcount": people, "hours": people * 8 * (22 if month.month != 2 else 17)}
            rows.append(Exposure(organization=district.organizations[key], **figures, **entered))
    Exposure.objects.bulk_create(rows)


def months_until(today):
    month = today.replace(year=today.year - YEARS, month=1, day=1)
    while after(month) <= today:
        yield month
        month = after(month)


def after(month):
    """The first day of the next month."""
    return (month + timedelta(days=31)).replace(day=1)
