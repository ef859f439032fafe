"""The verbs by which places are made and changed. Every one waits its turn, for the rules look at many rows."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from common.lifecycle import AlreadyMoved
from common.locks import take_turns

from .. import following
from .events import differences
from .membership import refuse_all_but_administrators


class KeptPlace:
    """What is done to an organization or a site. What decides who sees what is the administrators' alone."""

    KEPT_BY_DUTY = ()  # facts that whoever keeps the place by duty may correct
    SETTLED = {"region", "time_zone"}  # facts on which grades and ends of days hang

    @property
    def full_name(self):
        return str(self)

    @classmethod
    @transaction.atomic
    def add(cls, *, by, now, form_key=None, **facts):
        """Make a place. The same form sent twice makes it once: `form_key` tells."""
        refuse_all_but_administrators(by)
        take_turns("places")
        if form_key is not None and (sent_before := cls.objects.filter(form_key=form_key, added_by=by).first()):
            return sent_before
        place = cls(added_by=by, form_key=form_key, **facts)
        place.refuse_bad_facts(set(facts))
        place.save(force_insert=True)
        place.record("added", by=by, now=now)
        return place

    @transaction.atomic
    def edit(self, *, by, now, **facts):
        """Change facts; the event keeps what each was and is."""
        take_turns("places")
        before = type(self).objects.get(pk=self.pk)
        new, changes = differences(before, facts)
        if not self.may(by, "edit") or not (by.is_administrator or set(new) <= set(self.KEPT_BY_DUTY)):
            raise PermissionDenied
        if self.merged_into_id is not None:
            raise AlreadyMoved
        if not new:
            return
        for name, value in new.items():
            setattr(self, name, value)
        self.refuse_bad_facts(set(new))
        refuse_own_gain(by, before, self)
        self.change(**new)
        self.record("edited", by=by, now=now, changes=changes)
        if self.SETTLED & set(new):
            following.settle(self, by=by, now=now)

    @transaction.atomic
    def add_alias(self, name, *, by, now):
        """Another name by which old files call it."""
        refuse_all_but_administrators(by)
        take_turns("places")
        if name in (self.name, self.name_en) or self.aliases.filter(name=name).exists():
            raise ValidationError({"name": _("It is called that already.")})
        others = self.beside().filter(Q(name=name) | Q(aliases__name=name)).exclude(pk=self.pk)
        if other := others.first():
            raise ValidationError(
                {"name": _("%(name)s is called that. Merge the two if they are one.") % {"name": other.full_name}}
            )
        self.aliases.create(name=name, by=by, at=now)
        self.record("alias_added", by=by, now=now, subject=name)

    @transaction.atomic
    def remove_alias(self, alias, *, by, now):
        refuse_all_but_administrators(by)
        self.aliases.filter(pk=alias.pk).delete()
        self.record("alias_removed", by=by, now=now, subject=alias.name)

    def record(self, verb, *, by, now, note="", subject="", changes=None):
        return self.events.create(verb=verb, by=by, at=now, note=note, subject=subject, changes=changes or {})

    def refuse_bad_facts(self, changed):
        self.clean_fields(exclude={field.name for field in self._meta.fields} - changed)
        if errors := self.wrong_facts(changed):
            raise ValidationError(errors)


def refuse_own_gain(by, before, after):
    """Administrators see no incidents: none moves a place under a duty of their own."""
    if not hasattr(after, "region"):
        return
    for appointment in duties(by):
        if appointment.covers(after) and not appointment.covers(before):
            raise ValidationError(
                _("Nobody gives themselves sight of incidents: another administrator has to make this change.")
            )


def duties(person):
    """The appointments of today and later by which this person sees anything."""
    return person.appointments.unended().exclude(role="administrator").select_related("region")
