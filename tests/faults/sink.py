"""A mail server that writes down what it was offered and what it accepted, and can be as bad as servers are."""

import asyncio
import logging
import random
import socket
import time
from dataclasses import dataclass
from email import message_from_bytes, policy
from threading import Lock

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, syntax

logging.getLogger("mail.log").setLevel(logging.ERROR)  # aiosmtpd tells every line of every conversation

SILENCE = 4  # seconds: longer than a conversation may last in these runs


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@dataclass
class Taken:
    """A letter that the server took on: when its conversation began and ended, and whether the sender knows.

    A sender that goes on with its next command has read our answer; of any other nobody can say.
    """

    began: float
    ended: float
    to: str
    message_id: str
    text: str
    acknowledged: bool = False


class Sink:
    """Runs on a free port of the loopback; `accepted` lists (time, recipient, Message-ID) in order.

    `mischief(recipient, attempt)` names what goes wrong with an attempt, or nothing: a reply at one of the steps RCPT and
    DATA, such as "RCPT 451 later"; or that the line is dropped ("drop before the dot", "drop unanswered" which takes
    nothing on, "drop after" which takes the letter on); or that there is silence ("hang" at RCPT, "hang after").
    """

    def __init__(self, seconds_a_letter=0.0, seconds_a_step=0.0, mischief=lambda to, attempt: None):
        self.pause, self.step, self.mischief = seconds_a_letter, seconds_a_step, mischief
        self.accepted, self.taken, self.attempts = [], [], {}
        self.lock = Lock()
        self.port = free_port()
        self.controller = None

    async def handle_MAIL(self, server, session, envelope, address, options):
        self.note_that_it_goes_on(session)
        envelope.began = time.time()
        await asyncio.sleep(self.step)
        envelope.mail_from = address
        envelope.mail_options.extend(options)
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        await asyncio.sleep(self.step)
        self.attempts[address] = self.attempts.get(address, 0) + 1
        envelope.trouble = self.mischief(address, self.attempts[address]) or ""
        if envelope.trouble == "hang":
            await asyncio.sleep(SILENCE)
        if envelope.trouble.startswith("RCPT"):
            return envelope.trouble.removeprefix("RCPT ")
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(self.pause + self.step)
        if envelope.trouble.startswith("DATA"):
            return envelope.trouble.removeprefix("DATA ")
        if envelope.trouble == "drop unanswered":
            server.transport.abort()
            return "451 gone"
        self.take(envelope, session)
        if envelope.trouble == "drop after":
            server.transport.abort()
        if envelope.trouble == "hang after":
            await asyncio.sleep(SILENCE)
        return "250 OK"

    async def handle_NOOP(self, server, session, envelope, argument):
        self.note_that_it_goes_on(session)
        return "250 OK"

    async def handle_QUIT(self, server, session, envelope):
        self.note_that_it_goes_on(session)
        return "221 Bye"

    def note_that_it_goes_on(self, session):
        if last := getattr(session, "taken", None):
            last.acknowledged = True

    def take(self, envelope, session):
        message = message_from_bytes(envelope.content, policy=policy.default)
        text = message.get_body(("plain",)).get_content()
        now, to = time.time(), envelope.rcpt_tos[0]
        with self.lock:
            self.accepted.append((now, to, message["Message-ID"]))
            session.taken = Taken(envelope.began, now, to, message["Message-ID"], text)
            self.taken.append(session.taken)

    def start(self):
        self.controller = Hosting(self, hostname="127.0.0.1", port=self.port)
        self.controller.start()

    def stop(self):
        if self.controller is not None:
            self.controller.stop()
            self.controller = None

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *error):
        self.stop()


class Conversation(SMTP):
    @syntax("DATA")
    async def smtp_DATA(self, arg):
        if getattr(self.envelope, "trouble", "") != "drop before the dot":
            await super().smtp_DATA(arg)
            return
        await self.push("354 Go ahead")
        await self._reader.readline()  # the letter has begun; its end is never read
        self.transport.abort()


class Hosting(Controller):
    def factory(self):
        return Conversation(self.handler, **self.SMTP_kwargs)


def at_random(seed, *kinds):
    """One of these kinds of mischief at each attempt, the same for a seed; after three the server has had its fun."""

    def mischief(to, attempt):
        dice = random.Random(f"{seed} {to} {attempt}")  # noqa: S311
        return dice.choice(kinds) if attempt <= 3 else None

    return mischief
