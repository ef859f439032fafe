from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accounts.models import User
from common import clock
from imports import mapping, reading
from imports.importing import REGISTERS, take
from imports.problems import Refused

MOST_SHOWN = 100


class Command(BaseCommand):
    help = "Takes a register in from a CSV file: all of it or, if anything is wrong, nothing."

    def add_arguments(self, parser):
        parser.add_argument("register", choices=sorted(REGISTERS))
        parser.add_argument("file")
        parser.add_argument("--mapping", required=True, help="a name from imports/mappings/, or a TOML file")
        parser.add_argument("--dry-run", action="store_true", help="do everything, tell it, and store nothing")
        parser.add_argument("--encoding", help="for example gb18030 or big5, where the file does not show it")
        parser.add_argument(
            "--by", help="mail address of the person who answers for it; messages are in their language"
        )
        parser.add_argument("--language", choices=User.Language.values, help="language of the messages")

    def handle(self, *, register, file, by=None, language=None, **options):
        person = User.objects.filter(email__iexact=by, is_active=True).first() if by else None
        if by and person is None:
            raise CommandError(f"There is no active person with the address {by}.")
        with override(language or (person.language if person else None) or "en"):
            try:
                account = self.take(register, file, by=person, **options)
            except Refused as refused:
                raise CommandError(listed(refused.problems)) from None
            self.tell(account, options["dry_run"])

    def take(self, register, file, *, by, dry_run, encoding=None, **options):
        given = mapping.load(options["mapping"])
        if given.register != register:
            raise CommandError(_("This mapping is for the register “%(name)s”.") % {"name": given.register})
        data, name = reading.load(file), Path(file).name[-200:]
        return take(data, given, file_name=name, now=clock.now(), by=by, encoding=encoding, dry_run=dry_run)

    def tell(self, account, dry_run):
        counts = account.counts | {"refused": account.refused}
        self.stdout.write(
            _(
                "%(rows)d rows: %(new)d new, %(updated)d updated, "
                "%(same)d unchanged, %(kept)d kept, %(refused)d refused."
            )
            % counts
        )
        for entry in account.kept:
            message = _("Row %(row)d is kept as a person left it: %(record)s")
            self.stdout.write(message % {"row": entry.number, "record": entry.record.number})
        if account.problems:
            raise CommandError(f"{listed(account.problems)}\n{_('Nothing was stored.')}")
        made = {kind: len(rows) for kind, rows in account.made.items()}
        self.stdout.write(
            _("Made: %(region)d regions, %(sector)d sectors, %(organization)d organizations, %(site)d sites.") % made
        )
        if dry_run:
            self.stdout.write(_("This was a trial: nothing was stored."))
        elif account.batch is None:
            self.stdout.write(_("Nothing changed."))
        else:
            self.stdout.write(_("Stored as import %(batch)d.") % {"batch": account.batch.pk})


def listed(problems):
    lines = [str(problem) for problem in problems[:MOST_SHOWN]]
    more = len(problems) - len(lines)
    if more:
        lines.append(ngettext("… and %(count)d more.", "… and %(count)d more.", more) % {"count": more})
    return "\n".join(lines)
