import os
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from common import clock
from common.clock import local_day
from samples import accounts, district, erasing, moved_clock, real
from samples.telling import Telling

LANGUAGES = ["zh-hans", "en"]


class Command(BaseCommand):
    help = "Loads the sample district: places, people, incidents, actions and letters as if it had been used for two years."

    def add_arguments(self, parser):
        parser.add_argument(
            "--language",
            default=os.environ.get("SAMPLE_LANGUAGE") or "zh-hans",
            help="zh-hans or en: in which language the texts are stored (also SAMPLE_LANGUAGE; default zh-hans)",
        )
        parser.add_argument(
            "--as-of",
            default=os.environ.get("SAMPLE_AS_OF"),
            help="“2026-08-30 20:00”: tell the stories only up to then, and set the clock of this database to it; "
            "only in a trial, which is then for looking and no more (also SAMPLE_AS_OF)",
        )
        parser.add_argument("--remove", action="store_true", help="take the sample district out again, nothing else")
        parser.add_argument("--force", action="store_true", help="load it although there is other data already")

    def handle(self, *, language, remove, force, as_of=None, **options):
        if remove:
            self.remove()
        else:
            self.load(language, force, as_of)

    def load(self, language, force, as_of):
        if language not in LANGUAGES:
            raise CommandError(f"The sample has texts in {' and '.join(LANGUAGES)}, not in {language!r}.")
        if district.is_loaded():
            self.stdout.write("The sample district is here already. To start afresh: manage.py sample --remove")
            return
        if real.has_data() and not force:
            raise CommandError(
                "This installation has people or incidents of its own. The sample is for trying things out; "
                "to load it all the same: manage.py sample --force"
            )
        passphrase = accounts.new_passphrase()
        with transaction.atomic():
            now = clock.now()
            then = self.instant(as_of, now) if as_of else now
            here = district.District(language, make_password(passphrase), local_day(then, settings.TIME_ZONE))
            here.make()
            Telling(here, then, told_on=local_day(now, settings.TIME_ZONE)).tell()
            if as_of:
                moved_clock.move(then, now)
        self.stdout.write("The sample district is loaded.")
        if not settings.TRIAL:
            self.stdout.write(f"Its people sign in with the password {passphrase} (shown only now).")

    def instant(self, text, now):
        """What `text` means in the time zone of the installation."""
        try:
            then = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(settings.TIME_ZONE))
        except ValueError:
            raise CommandError(f"“{text}” is not a day and time such as “2026-08-30 20:00”.") from None
        if not settings.TRIAL or then > now:
            raise CommandError("Only a trial can be set back, and only to a time that is over.")
        return then

    def remove(self):
        if not district.is_loaded():
            self.stdout.write("There is no sample district here.")
            return
        try:
            incidents, actions = erasing.erase(district)
        except erasing.Entangled as error:
            raise CommandError(
                f"Nothing was removed: records outside the sample district name its people or places ({error}). "
                "Events are kept for ever, so the sample stays with them; an empty DATA_DIR or database begins anew."
            ) from None
        self.stdout.write(f"The sample district is gone: {incidents} incidents, {actions} actions and their letters.")
