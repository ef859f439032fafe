"""How many letters a second one worker and four send, beside a bare loop of smtplib over the same letters."""

import os
import smtplib
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import django

django.setup()

from django.conf import settings  # noqa: E402 - the settings come first
from django.core.mail import EmailMultiAlternatives  # noqa: E402
from django.db import connections, transaction  # noqa: E402

from actions.clocks import ActionClocks  # noqa: E402
from actions.models import Action  # noqa: E402
from common import clock  # noqa: E402
from outbox.composing import write  # noqa: E402
from outbox.delivery import deliver_all  # noqa: E402
from outbox.models import Letter, Notice  # noqa: E402

LETTERS = 1000
ROUNDS = 3
MARK = "@bench.invalid>"  # ends the Message-ID of every letter that this makes


def main():
    if sys.argv[1:] == ["deliver"]:
        deliver_all()
        return
    forget()
    kinds = {"bare smtplib loop": send_barely, "one worker": lambda: workers(1), "four workers": lambda: workers(4)}
    figures = {name: Figures() for name in kinds}
    try:
        make()
        count = ours().count()
        for _round in range(ROUNDS):  # one after another, so that whatever else the machine does meets all alike
            for name, work in kinds.items():
                again()
                figures[name].add(count, work)
    finally:
        forget()
    bare, one = figures["bare smtplib loop"], figures["one worker"]
    print(f"\nThe same {count:,} letters, {ROUNDS} times:\n")
    print("| | letters/s | of bare | of one | processor ms a letter | the database's |")
    print("|---|---|---|---|---|---|")
    for name, seen in figures.items():
        cells = [name, f"{seen.rate:.0f}", f"{seen.rate / bare.rate:.2f}", f"{seen.rate / one.rate:.2f}"]
        cells += [f"{1000 * busy / seen.letters:.1f}" for busy in (seen.busy, seen.database)]
        print(f"| {' | '.join(cells)} |")


class Figures:
    """Letters, seconds, and the seconds in which a processor was busy with our processes and with PostgreSQL's."""

    def __init__(self):
        self.letters, self.seconds, self.busy, self.database = 0, 0.0, 0.0, 0.0

    def add(self, letters, work):
        began, busy, database = perf_counter(), processor(), processor_of_the_database()
        work()
        self.seconds += perf_counter() - began
        self.busy += processor() - busy
        self.database += processor_of_the_database() - database
        self.letters += letters

    @property
    def rate(self):
        return self.letters / self.seconds


def processor():
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system


def processor_of_the_database():
    """Of the server, of its processes, and of those that have ended."""
    server = Path(settings.DATABASES["default"]["HOST"], "postmaster.pid").read_text().split()[0]
    processes = [server, *Path(f"/proc/{server}/task/{server}/children").read_text().split()]
    times = [Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[11:15] for process in processes]
    ticks = sum(map(int, times[0])) + sum(int(ticks) for used in times[1:] for ticks in used[:2])
    return ticks / os.sysconf("SC_CLK_TCK")


@transaction.atomic
def make():
    """A letter about one late action each, composed as always, to addresses that exist nowhere."""
    now, clocks = clock.now(), ActionClocks()
    late = Action.objects.complete().late(now).select_related("owner", "verifier", "site__organization", "site__region")
    for number, action in enumerate(late.prefetch_related("extensions")[:LETTERS]):
        due = next(iter(clocks.of(action)))
        notice = due.notice(1440, due.day, due.audience, action.owner, now)
        notice.step = 10**9 + number  # a step that no ladder has
        letter = Letter(person=action.owner, composed_at=now, next_try=now, message_id=f"<{number}{MARK}")
        notice.save()
        write(letter, [notice], now)
        letter.address = f"person-{action.owner_id}@bench.example"  # .invalid would be refused without a server
        letter.save()
        Notice.objects.filter(pk=notice.pk).update(letter=letter)


def ours():
    return Letter.objects.filter(message_id__endswith=MARK)


def again():
    ours().update(sent_at=None, attempts=0, next_try=clock.now())


def forget():
    Notice.objects.filter(letter__in=ours()).delete()
    ours().delete()


def send_barely():
    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT) as server:
        for letter in ours():
            mail = EmailMultiAlternatives(letter.subject, letter.text, settings.DEFAULT_FROM_EMAIL, [letter.address])
            mail.attach_alternative(letter.html, "text/html")
            server.sendmail(settings.SERVER_EMAIL, [letter.address], mail.message().as_bytes(linesep="\r\n"))


def workers(count):
    connections.close_all()
    command = [sys.executable, "-m", "bench.letters", "deliver"]
    processes = [subprocess.Popen(command) for _worker in range(count)]
    if any(process.wait() for process in processes):
        raise SystemExit("A worker failed.")


if __name__ == "__main__":
    main()
