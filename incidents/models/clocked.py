"""The clocks that the law starts on an incident: made from its facts, and anew in the transaction that changes one."""

from datetime import datetime, time
from functools import cached_property
from zoneinfo import ZoneInfo

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.calendars import start_of_day

from ..rules import clocks, obligations
from .counted import TOTALS

NOT_MET = (None, None)
KINDS_OF_FACTS = ("receipts", "appraisals", "prolongations", "submissions", "replies", "assessments")


class Clocked:
    """The part of Incident of which the law demands something by a time."""

    # questions

    @property
    def has_clocks(self):
        """Accidents that somebody logged or completed, that a known law grades, and that are not void.

        What hurt nobody and cost nothing is none in the sense of the law (Decree 493, art. 2); special regimes have
        clocks of their own (art. 45), which are not in Bihuan.
        """
        return (
            self.kind == self.Kind.ACCIDENT
            and self.regime == self.Regime.GENERAL
            and self.status != self.Status.VOID
            and self.completed
            and (self.grade is not None or "none" not in self.casualties)
        )

    @property
    def reporting_chain(self):
        region = self.site.region
        return clocks.chain_of(region.code, jurisdiction=region.jurisdiction, day=self.occurred_on)

    @cached_property
    def legal(self):
        """{kind: those parts of the record that hold, oldest first} on which clocks depend, read once a copy."""
        return {kind: list(getattr(self, kind).filter(taken_out_at=None)) for kind in KINDS_OF_FACTS}

    def received(self):
        """{level: (instant, the Report by which)}: as recorded, or when one was filed to it, whichever was first."""
        found = {receipt.level: (receipt.received_at, None) for receipt in self.legal["receipts"]}
        for report in self.filed_reports:
            if report.level not in found or report.filed_at < found[report.level][0]:
                found[report.level] = report.filed_at, report
        return found

    @cached_property
    def filed_reports(self):
        return list(self.reports.order_by("number"))

    def legal_facts(self):
        """The facts as `rules.obligations` asks for them."""
        submission, reply = self.only("submissions"), self.only("replies")
        grades = self.grades_over_time()
        return obligations.Facts(
            jurisdiction=self.site.region.jurisdiction,
            time_zone=self.site.time_zone,
            occurred_on=self.occurred_on,
            grade=self.grade,
            first_grade=grades[0][1],
            graded=tuple(grades[1:]),
            accident_kind=self.window_kind,
            region_code=self.site.region.code,
            chain=self.reporting_chain,
            known_at=self.known_at,
            received={level: at for level, (at, _report) in self.received().items()},
            pauses=tuple((p.first_day, p.last_day) for p in self.legal["appraisals"] if p.last_day),
            extension_days=sum(p.days for p in self.legal["prolongations"]),
            report_received_on=submission and submission.submitted_on,
            replied_on=reply and reply.replied_on,
        )

    def only(self, kind):
        """The one part of a kind of which there is one at most, or None."""
        return next(iter(self.legal[kind]), None)

    def grades_over_time(self):
        """[(since, grade), …], oldest first; the first one holds from the beginning."""
        told = self.events.filter(changes__has_key="grade").order_by("at", "pk").values_list("at", "changes")
        changes = [(at, *facts["grade"]) for at, facts in told]
        return [(None, changes[0][1] if changes else self.grade), *((at, new) for at, _old, new in changes)]

    # what the verbs call

    def remake_obligations(self, event, now):
        """Bring the rows into agreement with the facts; `event` is why. Whoever calls it has locked the incident.

        Asked again with the same facts it changes nothing. Of an imported incident only those limits count that lie
        after the import: what came before was kept elsewhere.
        """
        for name in ("legal", "filed_reports"):
            self.__dict__.pop(name, None)
        wanted = {}
        if self.has_clocks:
            facts = self.legal_facts()
            wanted = {(o.kind, o.by, o.to): o for o in obligations.arising(facts)}
            if self.source:
                wanted = {key: o for key, o in wanted.items() if o.due_at > self.reported_at}
        for row in self.obligations.standing():
            key = (row.kind, row.by, row.to)
            met = self.met(row) if key in wanted else (row.met_at, row.met_by)
            if met == NOT_MET and row.met_at and not asks_again(row, event, now):
                met = row.met_at, row.met_by
            if key in wanted and is_same(row, wanted[key]) and not (row.met_at and met == NOT_MET):
                del wanted[key]
                if (row.met_at, row.met_by) != met:
                    row.met_at, row.met_by = met
                    row.save(update_fields=["met_at", "met_by"])
            else:
                row.superseded_at, row.superseded_by = now, event
                row.save(update_fields=["superseded_at", "superseded_by"])
        for demand in wanted.values():
            self.make_obligation(demand, event, now)

    def make_obligation(self, demand, event, now):
        row = self.obligations.model(
            incident=self,
            kind=demand.kind,
            by=demand.by,
            to=demand.to,
            due_at=demand.due_at,
            not_before=demand.not_before,
            clause_zh=demand.rule.clause.zh,
            clause_en=demand.rule.clause.en,
            pack=str(demand.rule.pack),
            made_at=now,
            arose_from=event,
        )
        row.met_at, row.met_by = self.met(row)
        row.save(force_insert=True)

    def met(self, obligation):
        """(when, by which Report) it was met, as far as it is; two times None where not."""
        return getattr(self, f"met_{obligation.kind}")(obligation)

    def met_unit_report(self, obligation):
        """By the first report that was filed, or where a level had received it by telephone before."""
        ways = [*self.received().values(), *((report.filed_at, report) for report in self.filed_reports[:1])]
        return min(ways, key=lambda way: way[0], default=NOT_MET)

    def met_level_report(self, obligation):
        return self.received().get(obligation.to, NOT_MET)

    def met_supplement(self, obligation):
        """By the report that first told the casualties as they are known now: until they change there is no other."""
        told = None
        for report in self.filed_reports:
            if not report.tells(self, TOTALS):
                told = None
            elif told is None:
                told = report
        return (told.filed_at, told) if told else NOT_MET

    def met_investigation_report(self, obligation):
        return self.done_on("submissions", "submitted_on")

    def met_reply(self, obligation):
        return self.done_on("replies", "replied_on")

    def met_assessment(self, obligation):
        return self.done_on("assessments", "assessed_on")

    def done_on(self, kind, field):
        part = self.only(kind)
        return (part and start_of_day(getattr(part, field), self.site.time_zone), None)

    def refuse_contradictory_times(self):
        """Raise ValidationError where the incident was told before it happened, or reported before it was known."""
        zone = ZoneInfo(self.site.time_zone)
        happened = datetime.combine(self.occurred_on, self.occurred_time or time.min, zone)
        first = self.receipts.filter(taken_out_at=None).order_by("received_at").first()
        if first and first.received_at < happened:
            when = {"when": date_format(first.received_at.astimezone(zone), "DATETIME_FORMAT")}
            name = "occurred_time" if first.received_at.astimezone(zone).date() == self.occurred_on else "occurred_on"
            raise ValidationError({name: _("The authorities received the report at %(when)s, before this.") % when})
        report = self.reports.order_by("number").first() if self.known_at else None
        if report and report.filed_at < self.known_at:
            when = {"when": date_format(report.filed_at.astimezone(zone), "DATETIME_FORMAT")}
            raise ValidationError({"known_at": _("The unit reported at %(when)s, before this.") % when})


def asks_again(row, event, now):
    """Whether what was met is demanded anew. After the window the supplement is so only by what happened inside it: not
    when the missing count as dead, nor when a number is put right."""
    if row.kind != row.Kind.SUPPLEMENT:
        return True
    changes_totals = event is not None and not set(TOTALS).isdisjoint(event.changes)
    return changes_totals and (now < row.due_at or event.verb.startswith("casualty"))


def is_same(row, demand):
    """Whether the row is about the same limit, by the same law."""
    return (row.due_at, row.not_before, row.pack) == (demand.due_at, demand.not_before, str(demand.rule.pack))
