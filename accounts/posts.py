"""People by the duty they have at a place: who may be asked to do something there, and as what."""

from django.core.exceptions import ValidationError
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from . import absence
from .models import Appointment, Role, User

MOST_CHOICES = 50
MOST_FOUND = 20


def posts_at(site, people):
    """{person's pk: the appointment that gives them a duty at `site`}; the newest where there are several."""
    appointments = Appointment.objects.current().covering(site).filter(person__in=people)
    return {appointment.person_id: appointment for appointment in appointments.order_by("starts_on", "pk")}


def with_duties(*names):
    """For `prefetch_related`: what the people in these fields answer `has_duty_at` from, for many records at once."""
    current = Appointment.objects.current().select_related("region")
    return [Prefetch(f"{name}__appointments", current, to_attr="_current_appointments") for name in names]


class Candidates:
    """Everybody with a duty at a site. Listed while they are few, searched by name where they are many."""

    def __init__(self, site, now):
        self.place, self.now = site.full_name, now
        self.people = User.objects.covering(site).select_related("absence_deputy")
        self.appointments = Appointment.objects.current().covering(site)
        self.url = reverse("accounts:candidates", args=[site.pk])

    @cached_property
    def listed(self):
        """(person, label) of each, or None where they are too many for a list."""
        first = list(self.people[: MOST_CHOICES + 1])
        return self.labelled(first) if len(first) <= MOST_CHOICES else None

    def search(self, text):
        """The first labels of people whose name or post contains `text`."""
        text = text.partition("·")[0].strip()
        if not text or "\0" in text:
            return []
        post = self.appointments.filter(Q(post__icontains=text) | Q(post_en__icontains=text))
        named = Q(name__icontains=text) | Q(name_en__icontains=text) | Q(pk__in=post.values("person"))
        return [label for _person, label in self.labelled(list(self.people.filter(named)[:MOST_FOUND]))]

    def find(self, text):
        """The one person meant by a key, a label, a name or a mail address. Raises ValidationError."""
        if text.isascii() and text.isdecimal() and len(text) <= 18:
            person = self.people.filter(pk=int(text)).first()
            return person or self.refuse_nobody(text)
        name = text.partition("·")[0].strip()
        if not name or "\0" in text:
            self.refuse_nobody(text)
        named = Q(name__iexact=name) | Q(name_en__iexact=name) | Q(email__iexact=text)
        found = self.labelled(list(self.people.filter(named)[:MOST_FOUND]))
        exact = [person for person, label in found if label == text]
        if len(found) > 1 and len(exact) != 1:
            people = _(", ").join(label for _person, label in found)
            raise ValidationError(_("Several people match: %(people)s. Name one of them.") % {"people": people})
        return exact[0] if exact else found[0][0] if found else self.refuse_nobody(text)

    def label(self, person):
        return self.labelled([person])[0][1]

    def labelled(self, people):
        held = self.appointments.filter(person__in=people).order_by("starts_on", "pk")
        posts = {appointment.person_id: appointment for appointment in held}
        labels = [label_of(person, posts.get(person.pk), self.now) for person in people]
        return [
            (person, label if labels.count(label) == 1 else f"{label} · {person.email or person.pk}")
            for person, label in zip(people, labels, strict=True)
        ]

    def refuse_nobody(self, text):
        site = {"name": text[:80], "site": self.place}
        if text.isdecimal():
            raise ValidationError(_("Choose a person who has a duty at %(site)s.") % site)
        raise ValidationError(
            _("Nobody called “%(name)s” has a duty at %(site)s. Name a person, not a department.") % site
        )


class Acquaintances(Candidates):
    """Everybody with a duty at some place that `user` sees: for work at several sites at once."""

    def __init__(self, user, now):
        self.place, self.now = _("the places that you see"), now
        self.appointments = Appointment.objects.current().visible_to(user).exclude(role=Role.ADMINISTRATOR)
        people = User.objects.filter(is_active=True, pk__in=self.appointments.values("person"))
        self.people = people.select_related("absence_deputy")
        self.url = reverse("accounts:acquaintances")


def label_of(person, post, now):
    """Name, post and, while they are away, until when: as people are offered where somebody chooses one."""
    return " · ".join(filter(None, (str(person), post and str(post), absence.in_words(person, now))))
