"""A small register of our own, and the two extracts of real ones."""

from pathlib import Path

from django.conf import settings

from imports import mapping
from imports.importing import take
from imports.problems import Refused
from tests.base import NOW, BaseTestCase

EXTRACTS = Path(__file__).parent / "extracts"
WHOLE = settings.BASE_DIR.parent / "shared" / "data"
HEADER = "No,Day,Firm,Yard,What,Deaths,Loss"
ROW = "{no},2026-08-27,Hill Ltd,North yard,A fall,0,1.5"
SMALL = {
    "register": "incidents",
    "source": "small",
    "attribution": "Nobody",
    "licence": "none",
    "key": ["No"],
    "none": ["-", "无", "0000"],
    "facts": {
        "occurred_on": {"column": "Day", "formats": ["%Y-%m-%d", "%d.%m.%Y"]},
        "description": {"column": "What"},
        "deaths": {"column": "Deaths"},
        "direct_loss": {"column": "Loss", "unit": 10000},
    },
    "site": {"organization": {"column": "Firm"}, "name": {"column": "Yard"}, "region": "XX-1"},
    "regions": [{"code": "XX-1", "name": "Nowhere", "time_zone": "UTC"}],
}


def register(*rows, header=HEADER):
    return "\r\n".join([header, *rows, ""]).encode()


def rows(count):
    return [ROW.format(no=number) for number in range(1, count + 1)]


class ImportTestCase(BaseTestCase):
    def take(self, data, given=SMALL, now=NOW, **options):
        if isinstance(given, dict):
            given = mapping.made_from("small", given)
        return take(data, given, file_name="small.csv", now=now, **options)

    def problems(self, data, given=SMALL, **options):
        """What is said about a file that is not taken."""
        try:
            account = self.take(data, given, **options)
        except Refused as refused:
            return [str(problem) for problem in refused.problems]
        return [str(problem) for problem in account.problems]
