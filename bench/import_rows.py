"""Take 100,000 rows of an XLSX register in: how long, how much memory, and how long pages take meanwhile.

    python bench/import_rows.py make register.xlsx [ROWS]
    DATA_DIR=/tmp/bench /usr/bin/time -v python bench/import_rows.py take register.xlsx

`take` needs an installation to throw away (`manage.py migrate` and `collectstatic` make it): the rows
are committed, then undone.
"""

import os
import resource
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path
from statistics import median, quantiles
from time import monotonic, sleep

import xlsxwriter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
HEADER = ["编号", "发生日期", "单位", "场所", "事故经过", "死亡", "重伤", "直接经济损失（万元）"]
MAPPING = {
    "register": "incidents",
    "source": "bench",
    "attribution": "bench",
    "licence": "none",
    "key": ["编号"],
    "none": ["无", "/"],
    "facts": {
        "occurred_on": {"column": "发生日期"},
        "description": {"column": "事故经过"},
        "deaths": {"column": "死亡"},
        "serious_injuries": {"column": "重伤"},
        "direct_loss": {"column": "直接经济损失（万元）", "unit": 10000},
    },
    "site": {"organization": {"column": "单位"}, "name": {"column": "场所"}, "region": "XX-BENCH"},
    "regions": [{"code": "XX-BENCH", "name": "Bench", "time_zone": "Asia/Shanghai"}],
}
PAGES = ("/", "/incidents/", "/actions/?late=1")
SECONDS_BEFORE = 15


def make(path, rows):
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "default_date_format": "yyyy-mm-dd"})
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, HEADER)
    for number in range(1, rows + 1):
        day = date(2020, 1, 1) + timedelta(days=number % 2000)
        unit, place = f"第{number % 2000}建筑工程有限公司", f"{number % 7}号工地"
        what = f"作业人员在{number}号脚手架上作业时不慎坠落，经送医院救治，现场已停工整改。"
        sheet.write_row(number, 0, [number, day, unit, place, what, number % 3 // 2, number % 2, number % 500 / 10])
    book.close()


def take(path):
    from common import clock
    from imports import importing, mapping, reading
    from imports.undoing import undo

    quiet = watcher()
    sleep(SECONDS_BEFORE)
    print("pages before, ms:", told_by(quiet))
    busy, began, cpu = watcher(), monotonic(), sum(os.times()[:2])
    given = mapping.made_from("bench", MAPPING)
    account = importing.take(reading.load(path), given, file_name=Path(path).name, now=clock.now())
    taken, cpu = monotonic() - began, sum(os.times()[:2]) - cpu
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print("pages meanwhile, ms:", told_by(busy))
    print(f"{account.counts}\n{taken:.0f} s, of which {cpu:.0f} s CPU of this process; peak {peak:.0f} MiB")
    began = monotonic()
    print(f"{undo(account.batch, now=clock.now())} undone in {monotonic() - began:.0f} s")


def watcher():
    return subprocess.Popen([sys.executable, __file__, "watch", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)


def told_by(process):
    return process.communicate(b"\n")[0].decode().strip()


def watch():
    """Open pages, one after the other, until the standard input speaks; then say how long they took."""
    import select
    from datetime import date

    from django.conf import settings
    from django.test import Client

    from accounts.models import Appointment, User

    settings.ALLOWED_HOSTS.append("testserver")
    person, made = User.objects.get_or_create(email="bench@example.org", defaults={"name": "Bench"})
    if made:
        Appointment.objects.create(
            person=person, post="Bench", role="official", everywhere=True, starts_on=date(2020, 1, 1)
        )
    client, times = Client(), []
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    while not select.select([sys.stdin], [], [], 0.2)[0]:
        for page in PAGES:
            began = monotonic()
            assert client.get(page, secure=settings.SECURE).status_code == 200, page  # noqa: S101
            times.append((monotonic() - began) * 1000)
    times = times[len(PAGES) :]  # the first round loads templates
    figures = f"median {median(times):.0f}, 95 % {quantiles(times, n=20)[-1]:.0f}, longest {max(times):.0f}"
    print(f"{figures}, {len(times)} pages")


def with_django(work, *given):
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    from config import postgres

    with postgres.for_command(["manage.py", "import_register"]):
        django.setup()
        work(*given)


if __name__ == "__main__":
    what, path, *more = sys.argv[1:]
    if what == "make":
        make(path, int(more[0]) if more else 100_000)
    elif what == "take":
        with_django(take, path)
    else:
        with_django(watch)
