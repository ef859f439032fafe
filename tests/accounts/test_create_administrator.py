from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import CommandError, call_command
from django.test import TestCase

from accounts.models import Role, User


class CreateAdministratorTestCase(TestCase):
    """The first person of an installation, who invites everybody else."""

    def create(self, email, password="a-long-passphrase-of-ours"):
        with TemporaryDirectory() as folder:
            file = Path(folder) / "password"
            if password is not None:
                file.write_text(f"{password}\n")
            call_command("create_administrator", email, name="李伟", password_file=str(file), stdout=StringIO())

    def test_the_administrator_can_sign_in(self):
        self.create("li@example.org")

        person = User.objects.get()
        self.assertEqual([a.role for a in person.appointments.all()], [Role.ADMINISTRATOR])
        answer = self.client.post(
            "/accounts/login/", {"login": "LI@example.org", "password": "a-long-passphrase-of-ours"}
        )
        self.assertRedirects(answer, "/")

    def test_it_makes_nobody_it_could_not_write_to_or_would_lock_out(self):
        self.create("li@example.org")

        for email, password in (
            ("li", "a-long-passphrase-of-ours"),
            ("LI@example.org", "a-long-passphrase-of-ours"),
            ("wang@example.org", "short"),
            ("wang@example.org", None),
        ):
            with self.subTest(email=email, password=password), self.assertRaises(CommandError):
                self.create(email, password)

        self.assertEqual(User.objects.count(), 1)
