from django.core.management.base import BaseCommand, CommandError

from incidents.rules import vectors


class Command(BaseCommand):
    help = "Ask the rules every case of tables like incidents/rules/vectors/china.csv. Exit: 0 all hold, 1 some do not."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", metavar="FILE", help="without one: the tables of the rules")

    def handle(self, *, files, **options):
        bad = 0
        for path in files or sorted(vectors.OWN.glob("*.csv")):
            try:
                table = vectors.read(path)
            except vectors.BadTable as error:
                bad += 1
                self.stderr.write(f"{path}: {error}")
                continue
            bad += not table.is_sound
            self.tell(table)
        if bad:
            raise CommandError("Not everything holds.", returncode=1)

    def tell(self, table):
        for problem in table.problems:
            self.stderr.write(f"{table.path}, {problem}")
        for case in table.failing:
            self.stderr.write(f"{case}, {case.group} {case.key}: expected {case.expected or 'none'}, got {case.got}")
            if case.basis:
                self.stderr.write(f"    by {case.basis}")
        for (group, key), count in sorted(table.skipped.items()):
            self.stdout.write(f"{group} {key}: {count} skipped, not in Bihuan yet")
        unread = f", {len(table.problems)} rows cannot be read" if table.problems else ""
        self.stdout.write(
            f"{table.path}: {table.holding} of {len(table.asked)} hold, {table.skipped_count} skipped{unread}."
        )
