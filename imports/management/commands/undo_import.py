from django.core.management.base import BaseCommand, CommandError

from common import clock
from imports.models import ImportBatch
from imports.problems import Refused
from imports.undoing import undo


class Command(BaseCommand):
    help = "Takes out the records that an import made, while nobody has worked on them. The raw rows are kept."

    def add_arguments(self, parser):
        parser.add_argument("batch", type=int)

    def handle(self, *, batch, **options):
        try:
            count = undo(ImportBatch.objects.get(pk=batch), now=clock.now())
        except ImportBatch.DoesNotExist:
            raise CommandError(f"There is no import {batch}.") from None
        except Refused as refused:
            raise CommandError("\n".join(map(str, refused.problems))) from None
        self.stdout.write(f"{count} records were taken out again.")
