from datetime import date, datetime, time
from random import Random
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.db import connection, transaction

from common import clock
from common.clock import local_day
from samples import accounts, erasing, real
from samples.large import copying, exposures, marks
from samples.large.decade import MODELS, Decade
from samples.large.province import PLACES_AND_PEOPLE, Province


class Command(BaseCommand):
    help = (
        "Generates an invented province of any size in both languages, to try and measure with: ten years of incidents, "
        "causes and actions with their history. The same seed and day give the same data. Nobody is ever written to: "
        f"the people's addresses end in {marks.DOMAIN}, which is nobody's."
    )

    def add_arguments(self, parser):
        parser.add_argument("--incidents", type=int, default=1000)
        parser.add_argument("--actions", type=int, default=4000)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--sites", type=int, default=2000)
        parser.add_argument("--people", type=int, default=3000)
        parser.add_argument(
            "--until", type=day, metavar="YYYY-MM-DD", help="the last day before this one; default today"
        )
        parser.add_argument("--force", action="store_true", help="generate although there is other data already")
        parser.add_argument("--remove", action="store_true", help="take the generated data out again, nothing else")

    def handle(self, *, remove, **options):
        if remove:
            self.remove()
        else:
            self.generate(**options)

    def generate(self, *, incidents, actions, seed, sites, people, until, force, **options):
        if sites < 1 or people < 1 or incidents < 0 or actions < 0 or (actions and not incidents):
            raise CommandError("Give at least one site and one person, and an incident for actions to come from.")
        if marks.is_loaded():
            raise CommandError("There is generated data already. To start afresh: manage.py generate --remove")
        if real.has_data() and not force:
            raise CommandError(
                "This installation has people or incidents of its own. Generated data is for measuring; "
                "to add it all the same: manage.py generate --force"
            )
        random = Random(seed)  # noqa: S311 – the same every time is what it is for
        passphrase = accounts.new_passphrase()
        last = until or local_day(clock.now(), settings.TIME_ZONE)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else every row waits in memory to be checked at the end
            province = Province(random, sites=sites, people=people, password=make_password(passphrase))
            province.make()
            exposures.enter(province.organizations, province.districts, last)
            copying.analyze(PLACES_AND_PEOPLE)
            decade = Decade(random, province.workplaces, datetime.combine(last, time(), ZoneInfo(settings.TIME_ZONE)))
            decade.tell(incidents, actions)
        self.tidy()
        for model, copier in decade.copiers.items():
            self.stdout.write(f"{copier.written:>9,} {model._meta.db_table}")
        self.stdout.write(f"Everybody signs in with the password {passphrase}, for example:")
        for login in province.examples():
            self.stdout.write(f"  {login}")

    def tidy(self):
        if not connection.in_atomic_block:
            copying.vacuum([*PLACES_AND_PEOPLE, *MODELS])

    def remove(self):
        if not marks.is_loaded():
            self.stdout.write("There is no generated data here.")
            return
        try:
            incidents, actions = erasing.erase(marks)
        except erasing.Entangled as error:
            raise CommandError(
                f"Nothing was removed: records outside the generated data name its people or places ({error})."
            ) from None
        self.tidy()
        self.stdout.write(f"The generated data is gone: {incidents:,} incidents, {actions:,} actions.")


def day(text):
    return date.fromisoformat(text)
