"""A mail server that writes down what it accepted, and can be slow, so that a worker dies in the middle."""

import asyncio
import logging
import socket
import time
from email import message_from_bytes, policy
from threading import Lock

from aiosmtpd.controller import Controller

logging.getLogger("mail.log").setLevel(logging.WARNING)  # aiosmtpd tells every line of every conversation


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Sink:
    """Runs on a free port of the loopback; `accepted` lists (time, recipient, Message-ID) in order."""

    def __init__(self, seconds_a_letter=0.0):
        self.pause = seconds_a_letter
        self.accepted = []
        self.lock = Lock()
        self.port = free_port()
        self.controller = Controller(self, hostname="127.0.0.1", port=self.port)

    async def handle_DATA(self, server, session, envelope):
        await asyncio.sleep(self.pause)
        message = message_from_bytes(envelope.content, policy=policy.default)
        with self.lock:
            self.accepted.append((time.time(), envelope.rcpt_tos[0], message["Message-ID"]))
        return "250 OK"

    def __enter__(self):
        self.controller.start()
        return self

    def __exit__(self, *error):
        self.controller.stop()
