"""SMTP with one deadline for each letter's whole conversation: smtplib's time-outs hold for each step alone.

The connection is kept from letter to letter; one that went stale is replaced before the next letter, never during one.
"""

import smtplib
import socket
import threading
from contextlib import contextmanager, suppress
from functools import partial

from django.core.mail.backends.smtp import EmailBackend

LONGEST_TALK = 30  # seconds; well below the database's idle-in-transaction limit


class Watched:
    """Tells `holder` its socket as soon as there is one: connecting and greeting can dribble, too."""

    def __init__(self, *args, holder, **kwargs):
        self.holder = holder
        super().__init__(*args, **kwargs)

    def _get_socket(self, host, port, timeout):
        self.holder.socket = super()._get_socket(host, port, timeout)
        return self.holder.socket


class WatchedSMTP(Watched, smtplib.SMTP):
    pass


class WatchedSMTPOverTLS(Watched, smtplib.SMTP_SSL):
    pass


class BoundedEmailBackend(EmailBackend):
    socket = None

    @property
    def connection_class(self):
        return partial(WatchedSMTPOverTLS if self.use_ssl else WatchedSMTP, holder=self)

    def send_messages(self, messages):
        with self.deadline():
            self.replace_if_stale()
            self.open()  # so that Django leaves it open for the next letter
            return super().send_messages(messages)

    @contextmanager
    def deadline(self):
        timer = threading.Timer(LONGEST_TALK, self.cut)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def cut(self):
        """Shuts the socket, whatever the server dribbles."""
        sock = (self.connection and self.connection.sock) or self.socket
        if sock is not None:
            with suppress(OSError):  # it may be closed already
                sock.shutdown(socket.SHUT_RDWR)

    def replace_if_stale(self):
        if self.connection is None:
            return
        try:
            answers = self.connection.noop()[0] == 250
        except (smtplib.SMTPException, OSError):
            answers = False
        if not answers:
            self.close()

    def close(self):
        with suppress(smtplib.SMTPException, OSError):
            super().close()
        self.connection = None
