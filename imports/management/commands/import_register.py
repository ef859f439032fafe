from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from accounts.models import User
from common import clock
from imports import mapping, reading
from imports.importing import take
from imports.problems import Refused
from imports.registers import REGISTERS

MOST_SHOWN = 100
MOST_NUMBERED = 20


class Command(BaseCommand):
    help = "Takes a register in from a CSV, XLSX or JSON file: all of it or, if anything is wrong, nothing."

    def add_arguments(self, parser):
        parser.add_argument("register", choices=sorted(REGISTERS))
        parser.add_argument("file")
        parser.add_argument("--mapping", required=True, help="a name from imports/mappings/, or a TOML file")
        parser.add_argument("--dry-run", action="store_true", help="do everything, tell it, and store nothing")
        parser.add_argument("--encoding", help="for example gb18030 or big5, where the file does not show it")
        parser.add_argument("--sheet", help="the sheet of a workbook, where several could be meant")
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

    def take(self, register, file, *, by, dry_run, encoding=None, sheet=None, **options):
        given = mapping.load(options["mapping"])
        if given.register != register:
            raise CommandError(_("This mapping is for the register “%(name)s”.") % {"name": given.register})
        data, name = reading.load(file), Path(file).name[-200:]
        reading_options = {"encoding": encoding, "sheet": sheet}
        return take(data, given, file_name=name, now=clock.now(), by=by, dry_run=dry_run, **reading_options)

    def tell(self, account, dry_run):
        if account.problems:
            refused = _("%(refused)d of %(rows)d rows are refused.") % {
                "refused": account.refused,
                "rows": account.rows,
            }
            raise CommandError(f"{listed(account.problems)}\n{refused} {_('Nothing was stored.')}")
        self.stdout.write(
            _(
                "%(rows)d rows: %(new)d new, %(updated)d updated, "
                "%(same)d unchanged, %(kept)d kept, %(left_out)d left out."
            )
            % account.counts
        )
        self.tell_rows(account)
        if any(account.made.values()):
            made = dict.fromkeys(("region", "sector", "organization", "site"), 0)
            made |= {kind: len(rows) for kind, rows in account.made.items()}
            self.stdout.write(
                _("Made: %(region)d regions, %(sector)d sectors, %(organization)d organizations, %(site)d sites.")
                % made
            )
        if dry_run:
            self.stdout.write(_("This was a trial: nothing was stored."))
        elif account.batch is None:
            self.stdout.write(_("Nothing changed."))
        else:
            self.stdout.write(_("Stored as import %(batch)d.") % {"batch": account.batch.pk})

    def tell_rows(self, account):
        """What did not simply become a record."""
        for kept in account.kept[:MOST_SHOWN]:
            message = _("Row %(row)d is kept as a person left it: %(record)s")
            self.stdout.write(message % {"row": kept.number, "record": kept.record})
        if account.passed_over:
            message = _("Totals and repeated headers, which are no records: rows %(rows)s.")
            self.stdout.write(message % {"rows": numbered(account.passed_over)})
        for because, rows in account.left_out.items():
            message = _("%(count)d left out (%(because)s): rows %(rows)s.")
            self.stdout.write(message % {"count": len(rows), "because": because, "rows": numbered(rows)})
        if account.remarked:
            self.stdout.write(listed(account.remarks, account.remarked))


def numbered(rows):
    shown = ", ".join(map(str, rows[:MOST_NUMBERED]))
    return f"{shown}, …" if len(rows) > MOST_NUMBERED else shown


def listed(problems, count=None):
    lines = [str(problem) for problem in problems[:MOST_SHOWN]]
    more = (count or len(problems)) - len(lines)
    if more:
        lines.append(ngettext("… and %(count)d more.", "… and %(count)d more.", more) % {"count": more})
    return "\n".join(lines)
