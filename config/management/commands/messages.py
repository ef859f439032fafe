from django.core.management import CommandError
from django.core.management.base import BaseCommand

from config import messages


class Command(BaseCommand):
    help = "Collects the texts to translate from Python and templates into the catalogues under locale/."
    requires_system_checks = []

    def add_arguments(self, parser):
        what = parser.add_mutually_exclusive_group()
        what.add_argument(
            "--check", action="store_true", help="change nothing; fail if a translation is missing or wrong"
        )
        what.add_argument("--compile", action="store_true", help="only compile the catalogues")

    def handle(self, check, compile, **options):
        if compile:
            messages.compile_all()
            return
        for locale, file in messages.catalogues():
            if check:
                self.check_catalogue(locale, file)
            else:
                catalog = messages.collect(locale, file)
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(messages.written(catalog))
                missing = sum(1 for message in catalog if message.id and not all(messages.strings(message.string)))
                self.stdout.write(f"{locale}: {len(catalog)} texts, {missing} without a translation.")

    def check_catalogue(self, locale, file):
        faults = list(messages.faults(locale, file))
        for fault in faults:
            self.stderr.write(f"{locale}: {fault}")
        if faults:
            raise CommandError(f"{file.name} of {locale} has {len(faults)} faults.")
