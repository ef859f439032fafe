"""What of other people's appointments hangs on somebody who leaves: who reports to them, whom they stand in for."""

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.db.models.functions import Now, TruncDate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.clock import local_day

from .models import Appointment, User
from .open_work import Item, OpenWork


class Told(OpenWork):
    """Work about which its successor gets one letter, however many things it is."""

    def tell(self, successor, items, person, by):
        if successor.email:
            context = {
                "user": successor,
                "work": self,
                "items": items,
                "person": person,
                "by": by,
                "reply_to": by.email,
            }
            get_adapter().send_mail("accounts/email/taken_over", successor.email, context | {"reply_to": by.email})


class OfAppointments(Told):
    """Parts of appointments that hold today or will."""

    def owed_by(self, person):
        appointments = self.appointments(person).unended().filter(person__is_active=True)
        appointments = appointments.exclude(person=person).select_related("person", "reports_to", "deputy")
        return [Item(a, _("%(person)s · %(post)s") % {"person": a.person, "post": a}) for a in appointments]

    def seen_by(self, user, items):
        pks = [item.pk for item in items]
        return set(Appointment.objects.visible_to(user).filter(pk__in=pks).values_list("pk", flat=True))

    def alter(self, item, *, by, now, note, **facts):
        appointment = Appointment.objects.get(pk=item.pk)  # it may be here twice: as report and for its deputy
        appointment.alter(by=by, now=now, today=local_day(now, by.time_zone), note=note, **facts)


class Reports(OfAppointments):
    kind = "reports"
    label = gettext_lazy("People who report to them")

    def appointments(self, person):
        return Appointment.objects.filter(reports_to__person=person)

    def is_lost(self, item, staying, ending):
        return ending is None or item.record.reports_to_id == ending.pk

    def hand_over(self, item, to, *, by, now, note):
        own = to.appointments.lasting().order_by("-starts_on", "-pk")
        if not own:
            raise ValidationError(_("%(person)s has no appointment, so nobody can report to them.") % {"person": to})
        below = item.record
        same = [a for a in own if (a.organization_id, a.region_id) == (below.organization_id, below.region_id)]
        self.alter(item, by=by, now=now, note=note, reports_to=(same or own)[0])


class Deputizing(OfAppointments):
    kind = "deputizing"
    label = gettext_lazy("Posts for which they are the deputy")

    def appointments(self, person):
        return Appointment.objects.filter(deputy=person)

    def is_lost(self, item, staying, ending):
        return not staying

    def hand_over(self, item, to, *, by, now, note):
        self.alter(item, by=by, now=now, note=note, deputy=to)


class StandingIn(Told):
    kind = "standing-in"
    label = gettext_lazy("Absences in which they stand in")

    def owed_by(self, person):
        absent = User.objects.filter(absence_deputy=person, absent_until__gte=TruncDate(Now()), is_active=True)
        return [Item(other, str(other)) for other in absent]

    def is_lost(self, item, staying, ending):
        return not staying

    def seen_by(self, user, items):
        pks = [item.pk for item in items]
        return set(User.objects.visible_to(user).filter(pk__in=pks).values_list("pk", flat=True))

    def hand_over(self, item, to, *, by, now, note):
        absent = item.record
        absent.be_absent(
            by=by,
            now=now,
            today=local_day(now, absent.time_zone),
            first=absent.absent_from,
            last=absent.absent_until,
            deputy=to,
        )
