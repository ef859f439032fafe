"""Hours, headcount and GDP of the invented province, month by month: what rates divide by."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from accounts.models import Exposure

BATCH = 5000
YEARS = 10
ZONE = ZoneInfo("Asia/Shanghai")
HOURS_OF_A_MONTH = 168
GDP_OF_A_DISTRICT = 2_500_000_000  # yuan a month


def enter(organizations, regions, until):
    """Of every month that is over before the day `until`; entered on the first day after it, by nobody in particular."""
    rows = []
    for month in months_before(until):
        entered = {"month": month, "at": datetime.combine(after(month), time.min, ZONE), "source": "generated"}
        for index, organization in enumerate(organizations):
            people = 20 + index * 37 % 880 + month.month % 3
            figures = {"headcount": people, "hours": people * HOURS_OF_A_MONTH}
            rows.append(Exposure(organization=organization, **figures, **entered))
        rows += [Exposure(region=region, gdp=GDP_OF_A_DISTRICT, **entered) for region in regions]
    Exposure.objects.bulk_create(rows, BATCH)


def months_before(until):
    month = until.replace(year=until.year - YEARS, month=1, day=1)
    while after(month) <= until:
        yield month
        month = after(month)


def after(month):
    """The first day of the next month."""
    return (month + timedelta(days=31)).replace(day=1)
