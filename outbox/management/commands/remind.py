from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from common import clock
from outbox.composing import compose
from outbox.delivery import deliver_all
from outbox.models import Letter
from outbox.planning import plan


class Command(BaseCommand):
    help = "Plan, compose and send everything that is due, without any broker."

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="print what would be sent to whom; change nothing")
        parser.add_argument("--on", metavar="YYYY-MM-DD", help="with --dry-run: as it would be at noon of that day")

    def handle(self, *, dry_run, on, **options):
        if on and not dry_run:
            raise CommandError("--on needs --dry-run: letters leave today or not at all.")
        if dry_run:
            self.rehearse(moment(on) if on else clock.now())
        else:
            self.send_all(clock.now())

    def send_all(self, now):
        planned, composed, sent = plan(now), compose(now), deliver_all()
        self.stdout.write(f"{planned} notices planned, {composed} letters composed, {sent} delivery attempts.")

    @transaction.atomic
    def rehearse(self, now):
        last = Letter.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        plan(now)
        compose(now)
        for letter in Letter.objects.filter(pk__gt=last).order_by("pk"):
            self.stdout.write(f"{letter.address}: {letter.subject}")
        transaction.set_rollback(True)


def moment(text):
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"“{text}” is not a day such as 2026-08-27.") from error
    return datetime.combine(day, time(12), ZoneInfo(settings.TIME_ZONE))
