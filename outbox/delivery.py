"""Sending. The lock on a letter's row is the claim: it is held while we talk to the mail server and freed by a crash.

SMTP can only promise “at least once”: when we die between the server's “250” and our commit, that one letter is sent
again, under the same Message-ID.
"""

import logging
import random
from datetime import timedelta
from smtplib import SMTPDataError, SMTPRecipientsRefused

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from common import clock

from . import standing_in, unsubscribing
from .composing import write
from .models import Hold, Letter, Notice
from .subjects import untrue

GIVE_UP_AFTER = timedelta(hours=72)
NOBODY = ".invalid"  # RFC 2606: such an address belongs to nobody, so no server is asked about it
FIRST_PAUSE = 60  # seconds between two tries; each is twice the one before
LONGEST_PAUSE = 3600

log = logging.getLogger(__name__)


def deliver_all(now=clock.now, postbox=None):
    """Send everything that is due, over one connection; return how many attempts were made."""
    postbox, attempts = postbox or get_connection(), 0
    try:
        while deliver_one(now(), postbox):
            attempts += 1
    finally:
        postbox.close()
    return attempts


def deliver_one(now, postbox=None):
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
                send(letter, now, postbox)
    except Exception as error:  # whatever a letter does must not hold up the others; a new transaction keeps the reason
        note_failure(pk, error, now)
        if postbox is not None:
            postbox.close()  # nobody knows in which state the conversation was left
    return True


def count_attempt(now):
    """Count a try before making it, so that a letter that kills the process moves to the back of the queue."""
    with transaction.atomic():
        waiting = may_leave().filter(next_try__lte=now).order_by("next_try", "pk").only("attempts")
        letter = waiting.select_for_update(skip_locked=True).first()
        if letter is None:
            return None
        forget_in_a_crash()
        letter.next_try = now + pause(letter.attempts)
        letter.attempts += 1
        letter.save(update_fields=["attempts", "next_try"])
        return letter.pk


def forget_in_a_crash():
    """This transaction does not wait for the disk: after a crash of the database one try more is made, that is all."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")


def may_leave():
    """Unsent letters; while letters are held, only those that people asked for themselves, such as a new password."""
    reminds = Exists(Notice.objects.filter(letter=OuterRef("pk")))
    return Letter.objects.unsent().exclude(Exists(Hold.objects.standing()) & reminds)


def send(letter, now, postbox=None):
    """Ask once more whether it is all still true, then send. Runs inside the transaction that locks the letter."""
    notices = list(letter.notices.select_related("person", "instead_of"))
    reasons = {notice.pk: "" for notice in notices if notice.withdrawn_at}
    reasons |= untrue([notice for notice in notices if notice.pk not in reasons])
    left = [notice for notice in notices if notice.pk not in reasons]
    changed = {"error", "sent_at", "dropped_at"}
    if notices and not left:
        letter.dropped_at = now
    else:
        if reasons:
            changed |= write(letter, left, now)
        post(letter, postbox)
        letter.sent_at = now
    letter.error = ""
    letter.save(update_fields=changed)
    for notice in notices:  # only now: a request that withdraws a notice must never wait for a mail server
        if reasons.get(notice.pk):
            Notice.skip([notice], reasons[notice.pk], now=now)


def post(letter, postbox=None):
    if letter.address.lower().endswith(NOBODY):
        raise SMTPRecipientsRefused({letter.address: (550, b"The address is invented.")})
    mail = EmailMultiAlternatives(
        letter.subject,
        letter.text,
        settings.DEFAULT_FROM_EMAIL,
        [letter.address],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        connection=postbox,
        headers={"Message-ID": letter.message_id, "Auto-Submitted": "auto-generated"} | stopping(letter),
    )
    mail.attach_alternative(letter.html, "text/html")
    mail.send()


def stopping(letter):
    """Headers by which a mail program offers to stop what is only information (RFC 2369, RFC 8058)."""
    if not letter.is_information:
        return {}
    url = unsubscribing.url_of(letter.person)
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}


def note_failure(pk, error, now):
    if connection.needs_rollback:
        connection.close()
    with transaction.atomic():
        letter = Letter.objects.unsent().select_for_update(skip_locked=True, of=["self"]).filter(pk=pk).first()
        if letter is None:
            return
        letter.error = f"{type(error).__name__}: {error}"[:1000]
        refused = is_refusal(error)
        if refused or now - letter.composed_at > GIVE_UP_AFTER:
            letter.failed_at = now
        letter.save(update_fields=["error", "failed_at"])
        if refused:
            tell_somebody_else(letter, now)
    log.warning("Letter %s was not sent: %s", pk, type(error).__name__)


def is_refusal(error):
    """Whether the server refused this address or letter for good (5xx); that it refuses us is no fault of theirs."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _text in error.recipients.values())
    return isinstance(error, SMTPDataError) and 500 <= error.smtp_code < 600


def tell_somebody_else(letter, now):
    """The address is no good: from now on, and for what this letter said, somebody else is told."""
    letter.person.mark_refused(letter.address, now=now)
    letter.person.refresh_from_db()
    said = letter.notices.filter(withdrawn_at=None, skipped_at=None)
    standing_in.pass_on(list(said), letter.person, now)


def pause(attempts):
    """1, 2, 4 … 60 minutes, with jitter so that a thousand letters do not come back in one second."""
    seconds = min(FIRST_PAUSE * 2**attempts, LONGEST_PAUSE)
    return timedelta(seconds=seconds * random.uniform(0.8, 1.2))  # noqa: S311
