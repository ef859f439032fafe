import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from unittest import mock

import psycopg
from django.conf import settings
from django.test import SimpleTestCase

from config import postgres
from config.postgres import Server, Unusable

HOLD = """
import sys, time
from config.postgres import Server
with Server(sys.argv[1]).running():
    print("ready", flush=True)
    time.sleep(600)
"""


def new_folder():
    folder = Path(tempfile.mkdtemp(prefix="bihuan-", dir="/tmp"))
    folder.chmod(0o711)  # as root the server has a user of its own, who must pass
    return folder


class ServerTestCase(SimpleTestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.made_before = new_folder()
        cls.addClassCleanup(shutil.rmtree, cls.made_before, ignore_errors=True)
        with Server(cls.made_before).running():
            pass

    def setUp(self):
        self.folder = new_folder()
        self.addCleanup(shutil.rmtree, self.folder, ignore_errors=True)
        self.server = Server(self.folder)
        subprocess.run(["cp", "-a", self.made_before / "postgres", self.folder], check=True)  # quicker than initdb

    def connect(self, server=None):
        server = server or self.server
        return psycopg.connect(host=str(server.socket), user=postgres.NAME, dbname=postgres.NAME, autocommit=True)

    def another_process(self):
        """Another process that holds a server until it is killed."""
        process = subprocess.Popen(
            [sys.executable, "-c", HOLD, str(self.folder)], cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True
        )
        self.addCleanup(process.stdout.close)
        self.addCleanup(process.wait)
        self.addCleanup(process.kill)
        self.assertEqual(process.stdout.readline(), "ready\n")
        return process

    def wait_for(self, condition):
        deadline = time.monotonic() + 30
        while not condition():
            self.assertLess(time.monotonic(), deadline)
            time.sleep(0.05)

    def test_it_runs_for_the_length_of_a_block(self):
        with self.server.running(), self.connect() as link:
            facts = link.execute("SELECT current_setting('server_encoding'), lower('É'), normalize('Ａ', NFKC)")
            self.assertEqual(facts.fetchone(), ("UTF8", "é", "A"))

        self.assertIsNone(self.server.pid())

    def test_it_listens_on_no_network(self):
        with self.server.running(), self.connect() as link:
            self.assertEqual(link.execute("SHOW listen_addresses").fetchone()[0], "")
            self.assertEqual(self.server.socket.stat().st_mode & 0o077, 0)

    def test_it_recovers_after_being_killed(self):
        process = self.another_process()
        with self.connect() as link:
            link.execute("CREATE TABLE kept (n int)")
            link.execute("INSERT INTO kept SELECT generate_series(1, 20000)")
        os.kill(self.server.pid(), signal.SIGKILL)
        process.kill()
        process.wait()

        with self.server.running(), self.connect() as link:
            self.assertEqual(link.execute("SELECT count(*) FROM kept").fetchone()[0], 20000)

    def test_it_ends_with_an_owner_that_is_killed(self):
        process = self.another_process()

        process.kill()

        self.wait_for(lambda: self.server.pid() is None)

    def test_a_second_process_uses_the_running_one_and_leaves_it_running(self):
        self.another_process()
        pid = self.server.pid()

        with self.server.running(), self.connect() as link:
            link.execute("SELECT 1")

        self.assertEqual(self.server.pid(), pid)

    def test_who_must_own_the_server_says_that_another_does(self):
        self.another_process()

        with (
            mock.patch.object(postgres, "OWNERS_PATIENCE", 0.2),
            self.assertRaisesMessage(Unusable, "Another Bihuan works on"),
            self.server.running(alone=True),
        ):
            self.fail("the server of another was taken")

    def test_it_starts_although_the_last_one_left_its_lock_file(self):
        # The process is there, but it is no PostgreSQL.
        (self.server.cluster / "postmaster.pid").write_text(f"{os.getpid()}\n{self.server.cluster}\n")

        with self.server.running(), self.connect() as link:
            link.execute("SELECT 1")

    def test_it_begins_anew_where_the_first_start_was_interrupted(self):
        (self.server.cluster / "PG_VERSION").unlink()

        with self.server.running(), self.connect() as link:
            link.execute("SELECT 1")

    def test_a_folder_with_a_long_name_gets_a_short_socket(self):
        server = Server(self.folder / ("long-" * 25))

        with server.running(), self.connect(server) as link:
            link.execute("SELECT 1")

        self.assertNotEqual(server.socket, server.cluster)
        shutil.rmtree(server.socket)

    def test_it_names_the_version_that_made_the_data(self):
        (self.server.cluster / "PG_VERSION").write_text("9\n")

        with self.assertRaisesMessage(Unusable, "was made by PostgreSQL 9"), self.server.running():
            self.fail("it started")

    def test_it_says_what_to_do_without_any_postgresql(self):
        with (
            mock.patch.object(postgres, "find_spec", return_value=None),
            mock.patch.object(postgres.shutil, "which", return_value=None),
            mock.patch.object(postgres, "PLACES", []),
            self.assertRaisesMessage(Unusable, "set DATABASE_URL"),
        ):
            postgres.find_binaries()


class ForCommandTestCase(SimpleTestCase):
    def test_it_starts_nothing_for_commands_that_need_no_database(self):
        for arguments in (["help"], ["migrate", "--help"], ["check"], ["messages", "--check"], ["start"], []):
            with self.subTest(arguments), mock.patch.object(Server, "start") as start:
                with postgres.for_command(["manage.py", *arguments]):
                    pass

                start.assert_not_called()
