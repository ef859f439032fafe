import io
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import SimpleTestCase

from accounts.models import Region, User
from actions.models import Action
from common.numbers import next_number
from tests.base import PASSWORD, RacingTestCase

EXTRA = """
CREATE TABLE backup_probe (
    id bigint GENERATED ALWAYS AS IDENTITY, word text NOT NULL,
    size int GENERATED ALWAYS AS (length(word)) STORED);
CREATE FUNCTION backup_probe_stays() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'append only'; END $$;
CREATE TRIGGER stays BEFORE UPDATE OR DELETE ON backup_probe FOR EACH ROW EXECUTE FUNCTION backup_probe_stays();
CREATE TRIGGER stays_whole BEFORE TRUNCATE ON backup_probe FOR EACH STATEMENT EXECUTE FUNCTION backup_probe_stays();
"""


class BackupTestCase(RacingTestCase):
    """A table with an identity, a generated column and append-only triggers stands beside the project's own."""

    def setUp(self):
        super().setUp()
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.file = self.folder / "backup.zip"
        files = Path(settings.MEDIA_ROOT)
        shutil.rmtree(files, ignore_errors=True)
        (files / "2026").mkdir(parents=True)
        (files / "2026" / "照片.jpg").write_bytes(b"\xff\xd8 not really a photo")
        self.addCleanup(shutil.rmtree, files, ignore_errors=True)
        self.execute(EXTRA)
        self.addCleanup(self.execute, "DROP TABLE backup_probe; DROP FUNCTION backup_probe_stays")
        self.execute("INSERT INTO backup_probe (word) VALUES ('坍塌'), (E'tab\\tand\\\\N'), ('')")
        self.action = self.submitted()

    def execute(self, statement):
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchall() if cursor.description else None

    def back_up(self):
        call_command("backup", str(self.file), stdout=io.StringIO())

    def restore(self, *options):
        call_command("restore", str(self.file), *options, stdout=io.StringIO())
        ContentType.objects.clear_cache()

    def test_what_was_backed_up_comes_back(self):
        self.back_up()
        people = list(User.objects.order_by("pk").values())
        events = list(self.action.events.order_by("pk").values())
        self.make_action(title="After the backup")
        User.objects.update(name="lost", password="")
        Region.objects.update(name="lost")
        self.execute("INSERT INTO backup_probe (word) VALUES ('later')")
        shutil.rmtree(settings.MEDIA_ROOT)

        self.restore("--force")

        self.assertEqual(list(User.objects.order_by("pk").values()), people)
        self.assertEqual(list(Action.objects.get().events.order_by("pk").values()), events)
        self.assertTrue(self.client.login(email="wang@example.org", password=PASSWORD))
        self.assertEqual(Region.objects.get(code="500101").name, "甲区")
        words = self.execute("SELECT id, word, size FROM backup_probe ORDER BY id")
        self.assertEqual(words, [(1, "坍塌", 2), (2, "tab\tand\\N", 9), (3, "", 0)])
        photo = Path(settings.MEDIA_ROOT) / "2026" / "照片.jpg"
        self.assertEqual(photo.read_bytes(), b"\xff\xd8 not really a photo")

    def test_numbers_and_triggers_go_on_where_they_were(self):
        self.back_up()
        self.restore("--force")

        self.assertEqual(next_number("I", 2026), "I-2026-000002")
        self.assertNotEqual(self.make_action().pk, self.action.pk)
        self.assertEqual(self.execute("INSERT INTO backup_probe (word) VALUES ('new') RETURNING id"), [(4,)])
        with self.assertRaises(DatabaseError), transaction.atomic():
            self.execute("DELETE FROM backup_probe")

    def test_it_refuses_an_installation_in_use(self):
        self.back_up()
        User.objects.update(name="changed since")

        with self.assertRaisesMessage(CommandError, "in use"):
            self.restore()

        self.assertEqual(User.objects.filter(name="changed since").count(), 7)

    def test_it_refuses_a_damaged_file_and_changes_nothing(self):
        self.back_up()
        self.rewrite("tables/accounts_user.copy", lambda text: text.replace("王强".encode(), "王弱".encode()))

        with self.assertRaisesMessage(CommandError, "accounts_user.copy is not what was written"):
            self.restore("--force")

        self.assertTrue(User.objects.filter(name="王强").exists())

    def test_it_refuses_what_a_newer_version_made(self):
        self.back_up()
        self.rewrite("manifest.json", lambda text: text.replace(b'"0001_initial"', b'"9999_from_the_future"', 1))

        with self.assertRaisesMessage(CommandError, "made by a newer Bihuan"):
            self.restore("--force")

    def test_it_refuses_a_file_that_is_no_backup(self):
        self.file.write_text("something else")

        with self.assertRaisesMessage(CommandError, "is not a backup"):
            self.restore()

    def test_a_backup_is_private_and_never_overwritten(self):
        self.back_up()

        self.assertEqual(self.file.stat().st_mode & 0o777, 0o600)
        with self.assertRaisesMessage(CommandError, "is there already"):
            self.back_up()

    def test_it_says_what_is_in_it(self):
        self.back_up()

        manifest = json.loads(zipfile.ZipFile(self.file).read("manifest.json"))
        self.assertEqual(manifest["rows"]["accounts_user"], 7)
        self.assertIn("files/2026/照片.jpg", manifest["members"])
        self.assertIn(["accounts", "0001_initial"], manifest["migrations"])

    def rewrite(self, name, change):
        changed = self.folder / "changed.zip"
        with zipfile.ZipFile(self.file) as old, zipfile.ZipFile(changed, "w") as new:
            for member in old.namelist():
                text = old.read(member)
                new.writestr(member, change(text) if member == name else text)
        changed.replace(self.file)


class MoveTestCase(SimpleTestCase):
    """From one machine to another: a backup, and a restore where there is nothing yet."""

    def manage(self, folder, *arguments):
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env={"DATA_DIR": folder, "PATH": os.environ["PATH"]},
            capture_output=True,
            text=True,
        )
        self.assertEqual(done.returncode, 0, done.stderr)
        return done.stdout

    def folder(self):
        folder = tempfile.mkdtemp(prefix="bihuan-", dir="/tmp")
        Path(folder).chmod(0o711)
        self.addCleanup(shutil.rmtree, folder, ignore_errors=True)
        return folder

    def test_an_installation_moves_to_an_empty_one(self):
        here, there = self.folder(), self.folder()
        ask = ("shell", "-v0", "-c", "from accounts.models import User; print([*User.objects.values_list('name')])")
        self.manage(here, "migrate", "-v0")
        self.manage(here, "shell", "-v0", "-c", "from accounts.models import User; User.objects.create(name='王强')")

        self.manage(here, "backup", f"{here}/backup.zip")
        self.manage(there, "restore", f"{here}/backup.zip")

        self.assertIn("王强", self.manage(there, *ask))
