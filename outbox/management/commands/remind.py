from datetime import date
from textwrap import indent

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from common import clock
from common.clock import local_day
from outbox.models import Hold
from outbox.rounds import make_round, rehearse


class Command(BaseCommand):
    help = "Plan, compose and send everything that is due, without any broker."

    def add_arguments(self, parser):
        parser.add_argument(
            "--dry-run", action="store_true", help="print what would be sent to whom, with -v 2 in full; change nothing"
        )
        parser.add_argument(
            "--on",
            metavar="YYYY-MM-DD",
            type=day,
            help="with --dry-run: all of that day, if nothing changes until then",
        )

    def handle(self, *, dry_run, on, verbosity, **options):
        if on and not dry_run:
            raise CommandError("--on needs --dry-run: letters leave today or not at all.")
        if not dry_run:
            self.stdout.write("{} notices planned, {} letters composed, {} delivery attempts.".format(*make_round()))
            return
        now = clock.now()
        if on and on < local_day(now, settings.TIME_ZONE):
            raise CommandError(f"{on} is over: what was sent is in the ledger of each record.")
        self.tell(rehearse(now, on, keep=in_full if verbosity > 1 else in_short))

    def tell(self, rehearsal):
        for hold in rehearsal.holds:
            self.stdout.write(f"HELD: {reason(hold)}. When somebody lets them go, these leave:")
        for mail in rehearsal.mails:
            self.stdout.write(mail)
        if not rehearsal.mails:
            self.stdout.write("Nothing would be sent.")


def in_short(mail):
    return f"{mail.to[0]}: {mail.subject}"


def in_full(mail):
    return f"{in_short(mail)}\n\n{indent(mail.body, '    ')}"


def reason(hold):
    if hold.because == Hold.Because.FLOOD:
        return f"{hold.letters} letters, far more than usual, wait for a person to look at them"
    return f"{hold.by} stopped all letters on {hold.at:%Y-%m-%d} ({' '.join(hold.note.split())})"


def day(text):
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise CommandError(f"“{text}” is not a day such as 2026-08-27.") from error
