import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.test import SimpleTestCase

from config.postgres import LINUX, Server


class StartTestCase(SimpleTestCase):
    """`manage.py start` as people run it: whole programs, on a free port, in a folder of its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = Path(tempfile.mkdtemp(prefix="bihuan-", dir="/tmp"))
        cls.folder.chmod(0o711)
        cls.addClassCleanup(shutil.rmtree, cls.folder, ignore_errors=True)
        (cls.folder / "sample-loaded").touch()  # tests/samples loads it

    def setUp(self):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def start(self, **environment):
        environment = {"DATA_DIR": str(self.folder), "PORT": str(self.port), "PATH": os.environ["PATH"]} | environment
        self.log = open(self.folder / "start.log", "w+")  # noqa: SIM115 - closed below
        self.addCleanup(self.log.close)
        process = subprocess.Popen(
            [sys.executable, "manage.py", "start"],
            cwd=settings.BASE_DIR,
            env=environment,
            stdout=self.log,
            stderr=subprocess.STDOUT,
        )
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        return process

    def wait_for(self, condition, seconds=90):
        deadline = time.monotonic() + seconds
        while not condition():
            self.assertLess(time.monotonic(), deadline, self.said())
            time.sleep(0.1)

    def said(self):
        return (self.folder / "start.log").read_text()

    def answers(self):
        with suppress(OSError), urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5) as answer:
            return answer.status == 200

    def start_and_wait(self):
        process = self.start()
        self.wait_for(lambda: self.answers() or process.poll() is not None)
        self.wait_for(lambda: "Ctrl-C stops it" in self.said() or process.poll() is not None)
        self.assertIsNone(process.poll(), self.said())
        return process

    def left_over(self):
        """What still runs of the folder's programs, by the DATA_DIR in their environment."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                mark = f"DATA_DIR={self.folder}".encode()
                state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
                if state != "Z" and mark in (entry / "environ").read_bytes().split(b"\0"):
                    found.append((entry / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        if pid := Server(self.folder).pid():
            found.append(f"postgres {pid}")
        return found

    def child(self, process, word):
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
        return next(int(pid) for pid in children if word in Path(f"/proc/{pid}/cmdline").read_text())

    def test_it_answers_and_stops_at_ctrl_c(self):
        process = self.start_and_wait()

        process.send_signal(signal.SIGINT)

        self.assertEqual(process.wait(30), 0, self.said())
        self.assertIn(f"http://127.0.0.1:{self.port}", self.said())
        self.assertNotIn("Traceback", self.said())
        if LINUX:
            self.assertEqual(self.left_over(), [])

    def test_nothing_outlives_a_part_that_is_killed(self):
        if not LINUX:
            self.skipTest("only Linux tells a child that its parent is gone")
        for part in ("supervisor", "gunicorn", "worker", "beat", "postgres"):
            with self.subTest(part):
                process = self.start_and_wait()

                os.kill(process.pid if part == "supervisor" else self.child(process, part), signal.SIGKILL)

                self.assertNotEqual(process.wait(40), 0)
                self.wait_for(lambda: not self.left_over(), 40)
                if part != "supervisor":
                    self.assertIn("has ended", self.said())

    def test_it_names_an_address_that_is_not_of_this_machine(self):
        process = self.start(HOST="203.0.113.7")

        self.assertEqual(process.wait(30), 1)
        self.assertIn("Cannot listen on 203.0.113.7", self.said())
        self.assertIn("set HOST to an address of this machine.", self.said())

    def test_it_names_a_port_that_is_taken(self):
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            self.port = taken.getsockname()[1]

            process = self.start()

            self.assertEqual(process.wait(30), 1)
        self.assertIn(f"Cannot listen on 127.0.0.1 port {self.port}", self.said())
        self.assertIn("choose another: PORT=", self.said())
        self.assertNotIn("Traceback", self.said())
