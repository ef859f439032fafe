"""A mail server that answers one byte a second: each step is in time, the conversation is not."""

import socket
import threading
import time
from unittest import mock

from django.test import override_settings

from outbox.composing import compose
from outbox.delivery import deliver_one
from outbox.models import Letter
from tests.base import NOW, BaseTestCase


class Dribble:
    def __enter__(self):
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.over = threading.Event()
        self.thread = threading.Thread(target=self.serve)
        self.thread.start()
        return self

    def serve(self):
        connection, _address = self.listener.accept()
        with connection:
            for byte in b"220 " + b"x" * 60:
                if self.over.wait(0.2):
                    return
                try:
                    connection.sendall(bytes([byte]))
                except OSError:
                    return

    def __exit__(self, *error):
        self.over.set()
        self.thread.join()
        self.listener.close()


class SlowServerTestCase(BaseTestCase):
    def test_the_whole_conversation_has_one_deadline(self):
        self.make_action()
        compose(NOW)
        with (
            Dribble() as server,
            mock.patch("outbox.smtp.LONGEST_TALK", 1),
            override_settings(
                EMAIL_BACKEND="outbox.smtp.BoundedEmailBackend", EMAIL_HOST="127.0.0.1", EMAIL_PORT=server.port
            ),
        ):
            start = time.monotonic()
            deliver_one(NOW)
            seconds = time.monotonic() - start

        letter = Letter.objects.get()
        self.assertLess(seconds, 6)
        self.assertIsNone(letter.sent_at)
        self.assertTrue(letter.error)
