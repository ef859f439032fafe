"""SMTP with one deadline for the whole conversation: smtplib's time-outs hold for each step alone."""

import smtplib
import socket
import threading
from contextlib import suppress

from django.core.mail.backends.smtp import EmailBackend

LONGEST_TALK = 30  # seconds; well below the database's idle-in-transaction limit


class Bounded:
    """Shuts the socket when LONGEST_TALK is over, whatever the server dribbles."""

    def __init__(self, *args, **kwargs):
        self.raw_socket = None
        self.timer = threading.Timer(LONGEST_TALK, self.cut)
        self.timer.daemon = True
        self.timer.start()
        try:
            super().__init__(*args, **kwargs)
        except BaseException:
            self.timer.cancel()
            raise

    def _get_socket(self, host, port, timeout):
        self.raw_socket = super()._get_socket(host, port, timeout)
        return self.raw_socket

    def cut(self):
        sock = self.sock or self.raw_socket
        if sock is not None:
            with suppress(OSError):  # it may be closed already
                sock.shutdown(socket.SHUT_RDWR)

    def close(self):
        self.timer.cancel()
        super().close()


class BoundedSMTP(Bounded, smtplib.SMTP):
    pass


class BoundedSMTPOverTLS(Bounded, smtplib.SMTP_SSL):
    pass


class BoundedEmailBackend(EmailBackend):
    @property
    def connection_class(self):
        return BoundedSMTPOverTLS if self.use_ssl else BoundedSMTP
