"""Reminding by name: somebody who looks after the place asks once more, beside all that is said by itself."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from common.clock import local_day
from outbox import notices


class Reminding:
    """The verb of an Action by which somebody asks for it at once (催办). The work stands as it is."""

    @property
    def turn(self):
        """Whose turn it is: who does it, or who looks at what is done."""
        return self.verifier if self.status == self.Status.SUBMITTED else self.owner

    def remind(self, *, by, now, note):
        self.refuse_to_remind_again(now)
        with transaction.atomic():
            event = self._move("remind", by=by, now=now, note=note)
            notices.say("action", self, "reminded", event, [self.turn])
        return event

    def refuse_to_remind_again(self, now):
        today = local_day(now, self.site.time_zone)
        for event in self.events.filter(verb="remind", round=self.round).order_by("-pk")[:1]:
            if local_day(event.at, self.site.time_zone) == today and event.status == self.status:
                raise ValidationError(_("%(person)s was reminded today already.") % {"person": self.turn})
