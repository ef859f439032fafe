from django.conf import settings
from django.core.management.base import BaseCommand

from incidents.rules import document

PATH = settings.BASE_DIR / "docs" / "rules.md"


class Command(BaseCommand):
    help = "Write what the rule packs say into docs/rules.md, below its introduction."

    def handle(self, **options):
        introduction, _mark, _old = PATH.read_text(encoding="utf-8").partition(document.MARK)
        PATH.write_text(introduction + document.text(), encoding="utf-8")
        self.stdout.write(f"{PATH} is written.")
