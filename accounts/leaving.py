"""Leaving a post, or altogether: what the person still owes passes to others in the same step, or rings an alarm."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .open_work import grouped, registered


class Leaving:
    """What `person` loses when the appointment `ending` ends; with None, when the person leaves altogether."""

    def __init__(self, person, ending=None):
        self.person, self.ending = person, ending

    @cached_property
    def staying(self):
        """The appointments that the person keeps beyond today."""
        if self.ending is None:
            return []
        kept = self.person.appointments.lasting().exclude(pk=self.ending.pk)
        return list(kept.select_related("region"))

    @cached_property
    def owed(self):
        return {work: work.owed_by(self.person) for work in registered.values()}

    @cached_property
    def groups(self):
        """What loses its person by this, kind by kind and site by site."""
        return [group for work in self.owed for group in grouped(work, self.lost(work))]

    def lost(self, work):
        return [item for item in self.owed[work] if work.is_lost(item, self.staying, self.ending)]

    @property
    def kept(self):
        """How many things stay with the person, because another appointment of theirs covers them."""
        return sum(len(items) for items in self.owed.values()) - sum(map(len, self.groups))

    @transaction.atomic
    def carry_out(self, leave, successor_of, *, by, now, note):
        """Do `leave` and hand over every item for which `successor_of(group, item)` names somebody.

        All or nothing. Returns how many things were handed over. Raises ValidationError by the names of groups.
        """
        leave()
        errors, count = {}, 0
        for group in self.groups:
            refused, taken = {}, {}
            for item in group.items:
                successor = successor_of(group, item)
                if successor is None:
                    continue
                try:
                    refuse_leaver(successor, self.person)
                    group.work.hand_over(item, successor, by=by, now=now, note=note)
                    taken.setdefault(successor, []).append(item)
                except ValidationError as error:
                    refused.setdefault(" ".join(error.messages), []).append(item)
            count += sum(map(len, taken.values()))
            for successor, items in taken.items():
                group.work.tell(successor, items, self.person, by)
            if refused:
                errors[group.name] = [refusal(reason, items, group) for reason, items in refused.items()]
        if errors:
            raise ValidationError(errors)
        if self.groups:
            self.person.record("handed_over", by=by, now=now, note=self.account(count), appointment=self.ending)
        return count

    def account(self, count):
        """How much was handed over and how much was left, for the event."""
        left = sum(map(len, self.groups)) - count
        return _("%(count)d handed over, %(left)d without a successor") % {"count": count, "left": left}


def refuse_leaver(successor, person):
    if successor == person:
        raise ValidationError(_("%(person)s is the one who leaves.") % {"person": person})
    if not successor.is_active:
        raise ValidationError(_("%(person)s has left.") % {"person": successor})


def refusal(reason, items, group):
    """Why somebody cannot take these over; how many of them where it is not all."""
    if len(items) == len(group):
        return reason
    text = ngettext("%(count)d of %(all)d: %(reason)s", "%(count)d of %(all)d: %(reason)s", len(items))
    return text % {"count": len(items), "all": len(group), "reason": reason}
