import zipfile
from pathlib import Path

from django.core.management import CommandError
from django.core.management.base import BaseCommand

from config import archive


class Command(BaseCommand):
    help = "Puts a backup in the place of what is here. Stop the web server and the workers first."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--force", action="store_true", help="even where people or files are already here: they are lost"
        )

    def handle(self, file, force, **options):
        try:
            with zipfile.ZipFile(file) as opened:
                manifest = archive.examine(opened)
                if not force and not archive.is_empty():
                    raise CommandError("This installation is in use. To lose what is in it, add --force.")
                archive.restore(opened, manifest)
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from None
        except zipfile.BadZipFile:
            raise CommandError(f"{file} is not a backup.") from None
        except archive.Damaged as error:
            raise CommandError(f"{file} cannot be restored. {error}") from None
        self.stdout.write(
            f"Restored what was backed up at {manifest['made_at']}: {sum(manifest['rows'].values())} rows."
        )
