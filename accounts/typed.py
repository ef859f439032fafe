"""People, posts and places that somebody chooses by typing: the server proposes, and finds what was meant."""

import re

from django.core.exceptions import ValidationError
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from common.filters import containing_any

from . import divisions
from .models import Appointment, Organization, Region, Site, User
from .posts import label_of

MOST_FOUND = 20
KEY = re.compile(r"#(\d{1,18})$")


class Typed:
    """Records of one kind that `user` sees. A label names one record: where two are alike, it ends in a key."""

    model, words = None, ()

    def __init__(self, user, now):
        self.user, self.now = user, now

    @cached_property
    def records(self):
        return self.model.objects.visible_to(self.user)

    def search(self, text):
        """The first labels of records that contain what was typed."""
        return [label for _record, label in self.found(text)]

    def found(self, text):
        text = text.partition("·")[0].partition("#")[0].strip()
        if not text or "\0" in text:
            return []
        return self.labelled(list(self.records.filter(containing_any(self.words, text)).distinct()[:MOST_FOUND]))

    def find(self, text):
        """The one record that is meant. Raises ValidationError."""
        if key := KEY.search(text):
            record = self.records.filter(pk=int(key[1])).first()
            return record or self.refuse_unknown(text)
        found = self.found(text)
        exact = [record for record, label in found if text in (label, str(record))]
        if len(exact) == 1 or len(found) == 1:
            return (exact or [found[0][0]])[0]
        if found:
            labels = _(", ").join(label for _record, label in found[:5])
            raise ValidationError(_("Several match: %(labels)s. Choose one of them.") % {"labels": labels})
        return self.refuse_unknown(text)

    def refuse_unknown(self, text):
        raise ValidationError(
            _("Nothing is called “%(text)s”. Type a part of the name and choose.") % {"text": text[:80]}
        )

    def label(self, record):
        return self.labelled([record])[0][1]

    def labelled(self, records):
        labels = self.labels(records)
        return [
            (record, label if labels.count(label) == 1 else f"{label} #{record.pk}")
            for record, label in zip(records, labels, strict=True)
        ]

    def labels(self, records):
        return [str(record) for record in records]


class People(Typed):
    model, words = User, ("name", "name_en", "email")

    @cached_property
    def records(self):
        return super().records.filter(is_active=True).select_related("absence_deputy")

    def labels(self, people):
        current = Appointment.objects.current().filter(person__in=people).order_by("starts_on", "pk")
        posts = {appointment.person_id: appointment for appointment in current}
        return [label_of(person, posts.get(person.pk), self.now) for person in people]

    def refuse_unknown(self, text):
        raise ValidationError(_("Nobody here is called “%(text)s”.") % {"text": text[:80]})


class Posts(Typed):
    """Appointments that hold today or will: to whom somebody reports."""

    model, words = Appointment, ("person__name", "person__name_en", "post", "post_en")

    @cached_property
    def records(self):
        return (
            super()
            .records.unended()
            .filter(person__is_active=True)
            .select_related("person", "region", "sector", "organization", "site__organization")
        )

    def labels(self, appointments):
        return [" · ".join([str(a.person), str(a), a.where]) for a in appointments]


class Places(Typed):
    """Places that this person may name: administrators appoint everywhere."""

    @cached_property
    def records(self):
        return self.model.objects.known_to(self.user)


class Regions(Places):
    model, words = Region, ("name", "name_en", "code")

    def found(self, text):
        """Administrators also name China's divisions in which there is no place yet."""
        there = super().found(text)
        if not self.user.is_administrator:
            return there
        named = divisions.search(text.partition("·")[0].replace("\0", ""))
        known = set(Region.objects.filter(code__in=[d.code for d in named]).values_list("code", flat=True))
        more = [d for d in named if d.code not in known]
        labels = [" · ".join([d.name, *divisions.names_above(d.code, d.name), d.code]) for d in more]
        return [*there, *zip(more, labels, strict=True)][:MOST_FOUND]

    def find(self, text):
        return Region.objects.row_of(super().find(text))

    def labels(self, regions):
        return [f"{region} · {region.code}" for region in regions]


class Organizations(Places):
    model, words = Organization, ("name", "name_en", "registration_code")


class Sites(Places):
    model, words = Site, ("name", "name_en", "organization__name", "organization__name_en")

    @cached_property
    def records(self):
        return super().records.select_related("organization", "region")

    def found(self, text):
        """A label names the enterprise first: many have a site that is called the same."""
        organization, dot, site = (part.strip() for part in text.partition("#")[0].partition("·"))
        if not (organization and site) or "\0" in text:
            return super().found(site or text)
        named = containing_any(self.words[:2], site) & containing_any(self.words[2:], organization)
        return self.labelled(list(self.records.filter(named)[:MOST_FOUND])) or super().found(site)

    def labels(self, sites):
        return [site.full_name for site in sites]


KINDS = {"people": People, "posts": Posts, "regions": Regions, "organizations": Organizations, "sites": Sites}
