"""The verbs of an appointment: giving a post, changing it, ending it."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from common.locks import take_turns

from .events import PersonEvent, differences
from .membership import refuse_all_but_administrators, refuse_without_reason

FURTHEST_YEARS = 60  # before or after today: beyond that somebody mistyped
HIGHEST_CHAIN = 50
PLACES = ("everywhere", "region", "sector", "organization", "site")
DAYS = {"starts_on", "ends_on"}
EVERY_FACT = {*PLACES, *DAYS, "role", "reports_to", "deputy"}


class Appointing:
    """What an administrator does with an appointment. Every verb waits its turn: the rules look at many rows."""

    @classmethod
    @transaction.atomic
    def appoint(cls, *, by, now, today, **facts):
        """Give `person` a role at a place from one day on, perhaps until another."""
        refuse_all_but_administrators(by)
        take_turns("appointments")
        appointment = cls(appointed_by=by, **facts)
        appointment.refuse_bad_facts(by=by, today=today)
        appointment.save(force_insert=True)
        appointment.person.record("appointed", by=by, now=now, appointment=appointment)
        return appointment

    @transaction.atomic
    def alter(self, *, by, now, today, note="", **facts):
        """Change post, role, place, days, superior or deputy."""
        refuse_all_but_administrators(by)
        take_turns("appointments")
        before = type(self).objects.get(pk=self.pk)
        new, changes = differences(before, facts)
        if not new:
            return
        for name, value in facts.items():
            setattr(self, name, value)
        self.refuse_bad_facts(by=by, today=today, changed=set(new))
        if before.role == "administrator" and {"role", "starts_on", "ends_on"} & set(new):
            type(self).objects.refuse_without_administrator(type(self).objects.filter(pk=self.pk))
        self.change(**new)
        self.person.record("changed", by=by, now=now, note=note, changes=changes, appointment=self)

    @transaction.atomic
    def end(self, *, by, now, today, ends_on, note):
        """The last day in office, and why. It stays readable for ever."""
        refuse_all_but_administrators(by)
        refuse_without_reason(note)
        take_turns("appointments")
        if self.ends_on is not None and self.ends_on < today:
            raise ValidationError(_("This appointment has ended already."))
        if ends_on < self.starts_on:
            starts_on = {"day": date_format(self.starts_on, "DATE_FORMAT")}
            raise ValidationError({"ends_on": _("The last day lies before the first, %(day)s.") % starts_on})
        if abs(ends_on.year - today.year) > FURTHEST_YEARS:
            raise ValidationError({"ends_on": _("This year is too far away.")})
        if self.role == "administrator":
            type(self).objects.refuse_without_administrator(type(self).objects.filter(pk=self.pk))
        changes = differences(self, {"ends_on": ends_on})[1]
        self.change(ends_on=ends_on)
        self.person.record("ended", by=by, now=now, note=note, changes=changes, appointment=self)

    # the rules

    def refuse_bad_facts(self, *, by, today, changed=EVERY_FACT):
        """What is asked again when only `changed` is new: nobody has to mend another fault first."""
        errors = {}
        for facts, rule in (
            (DAYS, self.wrong_days),
            ({*PLACES, "role"}, self.wrong_place),
            ({"reports_to"}, self.wrong_superior),
            ({"deputy"}, self.wrong_deputy),
        ):
            if facts & changed:
                errors |= rule(today)
        if errors:
            raise ValidationError(errors)
        if not changed & {*PLACES, *DAYS, "role"}:
            return
        if by == self.person and self.role != "administrator":
            raise ValidationError(
                _("Nobody gives themselves sight of incidents: another administrator has to make this appointment.")
            )
        if self.repeats_another():
            raise ValidationError(
                _("%(person)s has this role at this place already in these days. Change that appointment instead.")
                % {"person": self.person}
            )

    def wrong_days(self, today):
        errors = {}
        for name in ("starts_on", "ends_on"):
            day = getattr(self, name)
            if day is not None and abs(day.year - today.year) > FURTHEST_YEARS:
                errors[name] = _("This year is too far away.")
        if not errors and self.ends_on is not None and self.ends_on < self.starts_on:
            errors["ends_on"] = _("The last day lies before the first.")
        return errors

    def wrong_place(self, today):
        given = [name for name in PLACES if getattr(self, name)]
        if self.role == "administrator":
            text = _("Administrators look after people and settings and have no place: leave it empty.")
            return {given[0]: text} if given else {}
        if not given:
            return {"everywhere": _("Say where: a region, an organization, a site, or everywhere.")}
        if "everywhere" in given and len(given) > 1:
            return {"everywhere": _("Everywhere knows no limits: choose either this or a place.")}
        if given == ["sector"]:
            return {"sector": _("A sector needs a region as well.")}
        if self.site and self.organization and self.site.organization_id != self.organization_id:
            return {"site": _("This site belongs to another organization.")}
        return {}

    def wrong_deputy(self, today):
        if self.deputy is None:
            return {}
        if self.deputy_id == self.person_id:
            return {"deputy": _("Nobody is their own deputy.")}
        if not self.deputy.is_active:
            return {"deputy": _("%(person)s has left.") % {"person": self.deputy}}
        return {}

    def wrong_superior(self, today):
        if self.reports_to is None:
            return {}
        if self.reports_to.person_id == self.person_id:
            return {"reports_to": _("Nobody reports to themselves.")}
        if self.is_above(self.reports_to):
            text = _("%(person)s already reports to this post, directly or through others.")
            return {"reports_to": text % {"person": self.reports_to.person}}
        return {}

    def is_above(self, appointment):
        """Whether `appointment` reports to this one, through however many others."""
        above = dict(type(self).objects.exclude(reports_to=None).values_list("pk", "reports_to"))
        key = appointment.pk
        for _hop in range(HIGHEST_CHAIN):
            if key is None or key == self.pk:
                break
            key = above.get(key)
        return self.pk is not None and key is not None

    def repeats_another(self):
        same = {name: getattr(self, name) for name in (*PLACES, "role", "person")}
        others = type(self).objects.filter(**same).exclude(pk=self.pk)
        others = others.filter(Q(ends_on=None) | Q(ends_on__gte=self.starts_on))
        return (others.filter(starts_on__lte=self.ends_on) if self.ends_on else others).exists()


def move_to_site(source, target, *, by, now):
    follow("site", source, target, by=by, now=now)


def move_to_organization(source, target, *, by, now):
    follow("organization", source, target, by=by, now=now)


def follow(field, source, target, *, by, now):
    """A double was merged: posts there, past ones too, are posts at `target` from now on."""
    appointments = list(source.appointments.select_for_update(of=("self",)).order_by("pk"))
    source.appointments.update(**{field: target}, version=F("version") + 1)
    PersonEvent.objects.bulk_create(
        PersonEvent(
            person_id=appointment.person_id,
            appointment=appointment,
            verb="changed",
            by=by,
            at=now,
            changes={field: [source.full_name, target.full_name]},
        )
        for appointment in appointments
    )
