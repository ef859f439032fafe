from getpass import getpass

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import override

from accounts.models import Appointment, Role, User
from common import clock


class Command(BaseCommand):
    help = "Make the first administrator, who then invites everybody else."

    def add_arguments(self, parser):
        parser.add_argument("email")
        parser.add_argument("--name", required=True)
        parser.add_argument("--language", choices=User.Language.values, default=User.Language.CHINESE)
        parser.add_argument("--password-file", help="read the password from this file instead of asking for it")

    @transaction.atomic
    def handle(self, *, email, name, language, password_file=None, **options):
        if password_file:
            try:
                with open(password_file) as file:
                    password = file.readline().rstrip("\n")
            except (OSError, UnicodeDecodeError) as error:
                raise CommandError(f"{password_file} cannot be read.") from error
        else:
            password = getpass("Password: ")
            if getpass("Password (again): ") != password:
                raise CommandError("The two passwords differ.")
        person = User(email=email, name=name, language=language)
        try:
            validate_email(email)
            validate_password(password, person)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if User.objects.filter(email__iexact=email).exists():
            raise CommandError(f"Somebody with the address {email} exists already.")
        person.set_password(password)
        person.save()
        with override("en"):
            post_en = str(Role.ADMINISTRATOR.label)
        with override("zh-hans"):
            post = str(Role.ADMINISTRATOR.label)
        Appointment.objects.create(
            person=person, role=Role.ADMINISTRATOR, post=post, post_en=post_en, starts_on=clock.now().date()
        )
        self.stdout.write(f"{name} <{email}> can sign in as administrator.")
