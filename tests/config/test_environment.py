import os
import runpy
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest import mock

from django.conf import settings
from django.test import SimpleTestCase

from config.environment import Refused

PRODUCTION = {
    "DATABASE_URL": "postgresql://bihuan:p%40ss@db.example.org:5433/safety?sslmode=require",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefgh",
    "ALLOWED_HOSTS": "safety.example.org",
    "BASE_URL": "https://safety.example.org",
}
REFUSED = [
    ("PORT", "http", "a whole number from 1 to 65535"),
    ("PORT", "0", "a whole number from 1 to 65535"),
    ("PORT", "８０００", "a whole number from 1 to 65535"),
    ("WEB_WORKERS", "-1", "a whole number from 1 to 64"),
    ("WEB_THREADS", "4.5", "a whole number from 1 to 64"),
    ("TIME_ZONE", "Asia/Chongqin", "a time zone such as Asia/Shanghai"),
    ("DEBUG", "maybe", "1 or 0"),
    ("BEHIND_PROXY", "nginx", "1 or 0"),
    ("DATA_DIR", "var/here", "an absolute path"),
    ("DATA_DIR", "/proc/nowhere", "a folder that can be made"),
    ("ALLOWED_HOSTS", "https://safety.example.org", "host names separated by commas"),
    ("ALLOWED_HOSTS", "safety.example.org:8000", "host names separated by commas"),
    ("BASE_URL", "safety.example.org", "http://host or https://host"),
    ("BASE_URL", "https://safety.example.org/bihuan", "without a path"),
    ("BASE_URL", "https://other.example.org", "a host that ALLOWED_HOSTS names"),
    ("DATABASE_URL", "mysql://bihuan@localhost/bihuan", "postgresql://"),
    ("DATABASE_URL", "postgresql://bihuan@localhost/", "postgresql://"),
    ("DATABASE_URL", "postgresql://bihuan@localhost:many/bihuan", "postgresql://"),
    ("EMAIL_FROM", "Bihuan", "an address such as"),
    ("EMAIL_FROM", "Safety office <safety>", "an address such as"),
    ("REDIS_URL", "localhost:6379", "redis://"),
    ("REDIS_URL", "http://localhost:6379", "redis://"),
    ("EMAIL_URL", "mail.example.org", "smtp+tls://"),
    ("EMAIL_URL", "imap://mail.example.org", "smtp+tls://"),
    ("SECRET_KEY", "short", "at least 50 characters"),
    ("SECRET_KEY", "a" * 60, "at least 50 characters"),
    ("SECRET_KEY", "", "is required when DATABASE_URL is set"),
    ("ALLOWED_HOSTS", "", "is required when DATABASE_URL is set"),
    ("BASE_URL", " ", "is required when DATABASE_URL is set"),
]


class EnvironmentTestCase(SimpleTestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def read(self, **environment):
        environment = {"DATA_DIR": str(self.folder)} | environment
        with mock.patch.dict(os.environ, environment, clear=True):
            return runpy.run_path(str(settings.BASE_DIR / "config" / "settings.py"))

    def test_it_refuses_what_it_cannot_use_by_name(self):
        for name, value, expected in REFUSED:
            with self.subTest(name=name, value=value):
                with self.assertRaises(Refused) as refusal:
                    self.read(**PRODUCTION | {name: value})

                sentence = str(refusal.exception)
                self.assertTrue(sentence.startswith(f"{name}: "), sentence)
                self.assertIn(expected, sentence)
                self.assertEqual(sentence.count("\n"), 0)

    def test_it_does_not_repeat_a_password(self):
        with self.assertRaises(Refused) as refusal:
            self.read(DATABASE_URL="mysql://bihuan:hunter22@localhost/bihuan")

        self.assertNotIn("hunter22", str(refusal.exception))

    def test_it_reads_an_installation(self):
        read = self.read(**PRODUCTION, EMAIL_URL="smtp+tls://post%40example.org:p%2Fw@mail.example.org")

        database = read["DATABASES"]["default"]
        self.assertEqual(
            (database["NAME"], database["USER"], database["PASSWORD"], database["HOST"], database["PORT"]),
            ("safety", "bihuan", "p@ss", "db.example.org", "5433"),
        )
        self.assertEqual(database["OPTIONS"]["sslmode"], "require")
        self.assertEqual(
            (read["EMAIL_HOST"], read["EMAIL_PORT"], read["EMAIL_HOST_USER"], read["EMAIL_HOST_PASSWORD"]),
            ("mail.example.org", 587, "post@example.org", "p/w"),
        )
        self.assertFalse(read["TRIAL"])
        self.assertTrue(read["SESSION_COOKIE_SECURE"] and read["CSRF_COOKIE_SECURE"] and read["SECURE_SSL_REDIRECT"])
        self.assertNotIn("SECURE_PROXY_SSL_HEADER", read)

    def test_it_believes_a_proxy_only_when_told_so(self):
        read = self.read(**PRODUCTION, BEHIND_PROXY="1")

        self.assertEqual(read["SECURE_PROXY_SSL_HEADER"], ("HTTP_X_FORWARDED_PROTO", "https"))

    def test_it_is_a_trial_without_a_database_url(self):
        read = self.read(PORT="8123")

        self.assertTrue(read["TRIAL"])
        self.assertEqual(read["BASE_URL"], "http://127.0.0.1:8123")
        self.assertNotIn("*", read["ALLOWED_HOSTS"])
        self.assertEqual(read["EMAIL_FILE_PATH"], self.folder / "mail")
        self.assertFalse((self.folder / "postgres").exists(), "reading the settings starts no server")

    def test_it_keeps_the_secret_of_a_trial_to_its_user(self):
        first, second = self.read()["SECRET_KEY"], self.read()["SECRET_KEY"]

        self.assertEqual(first, second)
        self.assertGreaterEqual(len(first), 50)
        self.assertEqual((self.folder / "secret_key").stat().st_mode & 0o777, 0o600)

    def test_a_trial_that_listens_everywhere_answers_to_any_name(self):
        read = self.read(HOST="0.0.0.0")

        self.assertEqual(read["BASE_URL"], "http://localhost:8000")
        self.assertIn("*", read["ALLOWED_HOSTS"])

    def test_every_program_ends_with_the_sentence_and_no_traceback(self):
        programs = [
            ["manage.py", "migrate"],
            ["manage.py", "start"],
            ["-m", "gunicorn", "-c", "python:config.gunicorn", "config.wsgi"],
            ["-m", "celery", "-A", "config.celery", "worker"],
        ]
        for program in programs:
            with self.subTest(program=program):
                done = subprocess.run(
                    [sys.executable, *program],
                    cwd=settings.BASE_DIR,
                    env={"PATH": os.defpath, "DATA_DIR": str(self.folder), "PORT": "none"},
                    capture_output=True,
                    text=True,
                    timeout=60,
                )

                said = done.stderr.strip()
                self.assertNotEqual(done.returncode, 0)
                self.assertIn("PORT: expected a whole number", said)
                self.assertNotIn("Traceback", said)

    def test_a_database_that_does_not_answer_is_named_without_its_password(self):
        environment = PRODUCTION | {"DATABASE_URL": "postgresql://bihuan:hunter22@127.0.0.1:1/bihuan"}
        for command in ("migrate", "start"):
            with self.subTest(command):
                done = subprocess.run(
                    [sys.executable, "manage.py", command],
                    cwd=settings.BASE_DIR,
                    env={"PATH": os.defpath, "DATA_DIR": str(self.folder)} | environment,
                    capture_output=True,
                    text=True,
                    timeout=60,
                )

                self.assertEqual(done.returncode, 1)
                self.assertTrue(done.stderr.startswith("DATABASE_URL: the database cannot be used: "), done.stderr)
                self.assertEqual(done.stderr.count("\n"), 1, done.stderr)
                self.assertNotIn("hunter22", done.stdout + done.stderr)
