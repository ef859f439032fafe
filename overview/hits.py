"""How each kind of record shows among what a search found: its name, a line about it, and the words around the hit."""

from dataclasses import dataclass, field

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Value
from django.db.models.functions import Coalesce, NullIf
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts.models import Appointment, Organization, Site, User
from actions.models import Action
from common.marks import marked, snippet
from incidents.models import Finding, Incident

STATEMENT = 200


@dataclass(frozen=True)
class Hit:
    name: str
    url: str
    about: list = field(default_factory=list)
    around: str = ""


class Kind:
    """One kind of record: which of them a person may find, and how one of them shows."""

    key, icon, list_name, newest = "", "", "", "pk"

    def label(self):
        raise NotImplementedError

    def seen_by(self, user):
        raise NotImplementedError

    def hit(self, record, asked):
        raise NotImplementedError

    def found(self, text, user):
        return self.seen_by(user).containing(text)

    def url(self, record):
        return record.get_absolute_url()


class Incidents(Kind):
    key, icon, list_name, newest = "incidents", "incident", "incidents:list", "occurred_on"

    def label(self):
        return _("Incidents")

    def seen_by(self, user):
        return Incident.objects.visible_to(user).select_related("site__organization")

    def hit(self, incident, asked):
        texts = [
            incident.description,
            incident.immediate_measures,
            incident.other_information,
            incident.place,
            incident.source_key,
        ]
        about = [marked(incident.number, asked), incident.site.full_name, day(incident.occurred_on)]
        return Hit(marked(incident.name, asked), self.url(incident), about, snippet(texts, asked))


class Actions(Kind):
    """Nothing of the incident: who sees an action because of being named on it may not see all of that."""

    key, icon, list_name = "actions", "action", "actions:list"

    def label(self):
        return _("Actions")

    def seen_by(self, user):
        return Action.objects.visible_to(user).select_related("site__organization", "owner")

    def hit(self, action, asked):
        about = [marked(action.number, asked), action.site.full_name, action.get_status_display()]
        about += [str(action.owner)] if action.owner else []
        about += [_("until %(day)s") % {"day": day(action.deadline)}] if action.deadline else []
        texts = [action.criterion, action.method, action.source_key]
        return Hit(marked(action.title, asked), self.url(action), about, snippet(texts, asked))


class Findings(Kind):
    key, icon = "causes", "info"

    def label(self):
        return _("Causes")

    def seen_by(self, user):
        return Finding.objects.visible_to(user).standing().select_related("incident")

    def hit(self, finding, asked):
        about = [finding.get_level_display(), finding.incident.number, finding.incident.name]
        statement = Truncator(finding.statement).chars(STATEMENT)
        return Hit(marked(statement, asked), self.url(finding), about, snippet([finding.evidence], asked))

    def url(self, finding):
        return finding.incident.get_absolute_url()


class Sites(Kind):
    key, icon, list_name = "sites", "site", "accounts:sites"

    def label(self):
        return _("Sites")

    def seen_by(self, user):
        return Site.objects.known_to(user).select_related("organization", "region")

    def hit(self, site, asked):
        about = [marked(site.address, asked)] if site.address else []
        return Hit(marked(site.full_name, asked), self.url(site), [str(site.region), *about])


class Organizations(Kind):
    key, icon, list_name = "organizations", "users", "accounts:organizations"

    def label(self):
        return _("Organizations")

    def seen_by(self, user):
        return Organization.objects.known_to(user)

    def hit(self, organization, asked):
        code = [marked(organization.registration_code, asked)] if organization.registration_code else []
        return Hit(marked(organization, asked), self.url(organization), [organization.get_kind_display(), *code])


class People(Kind):
    """Mail addresses are for administrators."""

    key, icon, list_name = "people", "user", "accounts:people"

    def label(self):
        return _("People")

    def seen_by(self, user):
        chinese = (get_language() or "").startswith("zh")
        post = F("post") if chinese else Coalesce(NullIf("post_en", Value("")), "post")
        posts = Appointment.objects.current().filter(person=OuterRef("pk")).order_by("starts_on", "pk")
        return User.objects.visible_to(user).annotate(posts=ArraySubquery(posts.values_list(post)))

    def found(self, text, user):
        found = super().found(text, user)
        if user.is_administrator and "@" in text:
            found |= self.seen_by(user).filter(email__icontains=text.strip())
        return found

    def hit(self, person, asked):
        return Hit(marked(person, asked), self.url(person), [marked(post, asked) for post in person.posts])


KINDS = [Incidents(), Actions(), Findings(), Sites(), Organizations(), People()]


def day(date):
    return date_format(date, "DATE_FORMAT")
