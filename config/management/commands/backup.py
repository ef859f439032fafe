from pathlib import Path

from django.core.management import CommandError
from django.core.management.base import BaseCommand

from config import archive


class Command(BaseCommand):
    help = "Writes the database and all uploaded files into one file. Others may go on working meanwhile."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="a new file, for example bihuan-2026-09-01.zip")

    def handle(self, file, **options):
        if file.exists():
            raise CommandError(f"{file} is there already: name a new file.")
        try:
            manifest = archive.write(file)
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from None
        files = sum(1 for name in manifest["members"] if name.startswith("files/"))
        self.stdout.write(
            f"{file}: {sum(manifest['rows'].values())} rows and {files} files, {file.stat().st_size} bytes."
        )
