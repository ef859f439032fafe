"""Sending. The lock on a letter's row is the claim: it is held while we talk to the mail server and freed by a crash.

SMTP can only promise “at least once”: when we die between the server's “250” and our commit, that one letter is sent
again, under the same Message-ID.
"""

import logging
import random
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import connection, transaction

from .composing import skip, untrue, write
from .models import Letter

GIVE_UP_AFTER = timedelta(hours=72)
LONGEST_PAUSE = 3600  # seconds between two tries

log = logging.getLogger(__name__)


def deliver_one(now):
    """Send the letter that waits longest, if any is due by `now`; return whether there was one."""
    pk = count_attempt(now)
    if pk is None:
        return False
    try:
        with transaction.atomic():
            # Without SKIP LOCKED: a neighbour that looked for work may hold the row for a moment.
            letter = (
                Letter.objects.unsent().select_for_update(of=["self"]).select_related("person").filter(pk=pk).first()
            )
            if letter is not None:
                send(letter, now)
    except Exception as error:  # whatever a letter does must not hold up the others; a new transaction keeps the reason
        note_failure(pk, error, now)
    return True


def count_attempt(now):
    """Count a try before making it, so that a letter that kills the process moves to the back of the queue."""
    with transaction.atomic():
        letter = (
            Letter.objects.unsent()
            .filter(next_try__lte=now)
            .order_by("next_try", "pk")
            .select_for_update(skip_locked=True)
            .first()
        )
        if letter is None:
            return None
        letter.next_try = now + pause(letter.attempts)
        letter.attempts += 1
        letter.save(update_fields=["attempts", "next_try"])
        return letter.pk


def send(letter, now):
    """Ask once more whether it is all still true, then send. Runs inside the transaction that locks the letter."""
    notices = list(letter.notices.select_related("person"))
    reasons = {notice.pk: "" for notice in notices if notice.withdrawn_at}
    reasons |= untrue([notice for notice in notices if notice.pk not in reasons])
    left = [notice for notice in notices if notice.pk not in reasons]
    if notices and not left:
        letter.dropped_at = now
    else:
        if reasons:
            write(letter, left, now)
        post(letter)
        letter.sent_at = now
    letter.error = ""
    letter.save()
    for notice in notices:  # only now: a request that withdraws a notice must never wait for a mail server
        if reasons.get(notice.pk):
            skip([notice], reasons[notice.pk], now)


def post(letter):
    mail = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        settings.DEFAULT_FROM_EMAIL,
        [letter.address],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers={"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"},
    )
    mail.attach_alternative(letter.html, "text/html")
    mail.send()


def note_failure(pk, error, now):
    if connection.needs_rollback:
        connection.close()
    code = reply_code(error)
    with transaction.atomic():
        letter = Letter.objects.unsent().select_for_update(skip_locked=True).filter(pk=pk).first()
        if letter is None:
            return
        letter.error = f"{type(error).__name__}: {error}"[:1000]
        if 500 <= code < 600 or now - letter.composed_at > GIVE_UP_AFTER:
            letter.failed_at = now
        letter.save(update_fields=["error", "failed_at"])
    log.warning("Letter %s was not sent: %s", pk, type(error).__name__)


def reply_code(error):
    """The SMTP reply code in an error, or 0."""
    if isinstance(error, SMTPRecipientsRefused):
        return max(code for code, _text in error.recipients.values())
    return error.smtp_code if isinstance(error, SMTPResponseException) else 0


def pause(attempts):
    """1, 2, 4 … 60 minutes, with jitter so that a thousand letters do not come back in one second."""
    seconds = min(60 * 2**attempts, LONGEST_PAUSE)
    return timedelta(seconds=seconds * random.uniform(0.8, 1.2))  # noqa: S311
