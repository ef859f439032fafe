"""A list of people with their duties: each row is an appointment. Nobody is invited or written to by it.

A person is known by the mail address, else by name and telephone. A name alone is nobody: there may be two.
"""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Max, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.clock import local_day

from ..models import Appointment, Organization, PersonEvent, Region, Sector, Site, User

LINK = "appointment"
ADMINISTRATORS_ONLY = True
SITE_REQUIRED = ()
DAY = None
OF_PERSON = ("name", "name_en", "email", "phone", "language")
OF_APPOINTMENT = ("post", "post_en", "role", "everywhere", "starts_on", "ends_on")
PLACES = {
    "region": models.CharField(gettext_lazy("region"), max_length=120, blank=True),
    "sector": models.CharField(gettext_lazy("sector"), max_length=120, blank=True),
    "organization": models.CharField(gettext_lazy("organization"), max_length=120, blank=True),
    "site": models.CharField(gettext_lazy("site"), max_length=120, blank=True),
}
FACTS = (*OF_PERSON, *OF_APPOINTMENT, *PLACES)
REQUIRED = ("name", "post", "role", "starts_on")
MODELS = {"region": Region, "sector": Sector, "organization": Organization}


def field(fact):
    if fact in PLACES:
        return PLACES[fact]
    return (User if fact in OF_PERSON else Appointment)._meta.get_field(fact)


def prepare(entries, *, by, now):
    """Write the rows down by the verbs of people and appointments: what they refuse is blamed on the row."""
    known = People(entries)
    today = local_day(now, settings.TIME_ZONE)
    for entry in entries:
        given = entry.facts
        duty = {name: given[name] for name in OF_APPOINTMENT if given.get(name) not in (None, "")}
        duty |= places_of(entry)
        who = {name: given[name] for name in OF_PERSON if given.get(name) not in (None, "")}
        entry.facts = {**given, "changed": False, "appointment": None}
        if entry.problems or refuse_choices(entry, who, duty):
            continue
        try:
            if entry.record is None:
                entry.facts["appointment"] = appoint(known.find(who) or known.add(who, by, now), duty, by, now, today)
            else:
                entry.facts["changed"] = alter(entry.record, who, duty, by, now, today)
        except ValidationError as error:
            blame(entry, error)


def blame(entry, error):
    messages = error.message_dict if hasattr(error, "error_dict") else {"name": error.messages}
    for fact, said in messages.items():
        fact = fact if entry.facts.get(fact) else "name"
        entry.refuse(fact, " ".join(said))


def refuse_choices(entry, who, duty):
    for name, value in {**who, **duty}.items():
        if name not in PLACES and field(name).choices:
            try:
                field(name).clean(value, None)
            except ValidationError as error:
                entry.refuse(name, " ".join(error.messages))
    return bool(entry.problems)


def places_of(entry):
    """The place of the duty, by code, name or alias. What is not here is not made: that would give nobody sight."""
    found, given = {}, {name: entry.facts[name] for name in PLACES if entry.facts.get(name)}
    for name, text in given.items():
        if name == "site":
            if "organization" not in found:
                entry.refuse("site", _("A site needs its organization."))
                continue
            named = Q(name=text) | Q(name_en=text) | Q(aliases__name=text)
            choice = Site.objects.standing().filter(named, organization=found.pop("organization")).distinct()
        elif name == "organization":
            named = Q(name=text) | Q(name_en=text) | Q(aliases__name=text) | Q(registration_code=text)
            choice = Organization.objects.standing().filter(named).distinct()
        else:
            choice = MODELS[name].objects.filter(Q(code=text) | Q(name=text) | Q(name_en=text))
        choice = list(choice[:2])
        if len(choice) == 1:
            found[name] = choice[0]
        elif choice:
            entry.refuse(name, _("Several places are called so: give the code."))
        else:
            entry.refuse(name, _("There is no such place here."))
    return found


class People:
    """Those whom the rows may mean, looked up at once; new ones are added as rows name them."""

    def __init__(self, entries):
        addresses = {str(entry.facts.get("email") or "").lower() for entry in entries} - {""}
        names = {entry.facts.get("name") for entry in entries}
        people = User.objects.annotate(address=Lower("email")).filter(Q(address__in=addresses) | Q(name__in=names))
        self.by_address = {person.address: person for person in people if person.address}
        self.by_phone = {(person.name, person.phone): person for person in people if person.phone}
        self.names = {person.name for person in people}

    def find(self, who):
        """The person of this address, or of this name and telephone; None where it is somebody new."""
        if "email" in who:
            person = self.by_address.get(who["email"].lower())
            if person is not None and person.name != who["name"]:
                raise ValidationError({"email": _("This is the address of %(person)s.") % {"person": person}})
        else:
            person = self.by_phone.get((who["name"], who.get("phone")))
        if person is None and who["name"] in self.names and not {"email", "phone"} & set(who):
            raise ValidationError(
                {"name": _("Somebody of this name is here already: give the mail address or the telephone.")}
            )
        if person is not None and not person.is_active:
            raise ValidationError({"name": _("%(person)s has left.") % {"person": person}})
        return person

    def add(self, who, by, now):
        person = User.add(by=by, now=now, signs_in="email" in who, **who)
        self.names.add(person.name)
        if person.email:
            self.by_address[person.email.lower()] = person
        if person.phone:
            self.by_phone[person.name, person.phone] = person
        return person


def appoint(person, duty, by, now, today):
    return Appointment.appoint(by=by, now=now, today=today, person=person, **duty)


def alter(appointment, who, duty, by, now, today):
    before = appointment.version, appointment.person.version
    appointment.person.edit(by=by, now=now, **who)
    places = {name: duty.get(name) for name in PLACES}
    appointment.alter(by=by, now=now, today=today, **places | duty)
    return before != (appointment.version, appointment.person.version)


# what is there


def load(keys, lock=False):
    """{pk: appointment}, with when something was last done to it."""
    appointments = Appointment.objects.filter(pk__in=keys).select_related("person")
    return {one.pk: one for one in appointments.annotate(touched_at=Max("events__at"))}


def is_ours(appointment, since):
    return appointment.touched_at is None or appointment.touched_at <= since


def differences(appointment, facts, site, now):
    return facts["changed"]


def create(entries, *, source, by, now, numbers):
    return [facts["appointment"] for _key, facts, _site, _note in entries]


def update(entries, *, by, now):
    """Nothing is left to do: `prepare` has written it."""


# taking it out again


def built_on(appointments, since):
    """Names of those about whom anything was done since."""
    people = User.objects.filter(appointments__in=appointments)
    touched = PersonEvent.objects.filter(person__in=people, at__gt=since)
    return sorted({str(event.person) for event in touched.select_related("person")})


def erase(appointments):
    """Take the appointments out, and the people who were added with them and have no other."""
    given_at = dict(appointments.values_list("person", "events__at"))
    added = PersonEvent.objects.filter(verb="added", person__in=given_at).values_list("person", "at")
    new = [person for person, at in added if at == given_at[person]]
    PersonEvent.objects.filter(appointment__in=appointments).delete()
    appointments.delete()
    alone = User.objects.filter(pk__in=new, appointments=None)
    PersonEvent.objects.filter(person__in=alone).delete()
    alone.delete()
