"""What an investigation is made of: parts that are added, changed and taken out, each time with an event."""

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext_lazy

from accounts.scope import seen_with
from common.lifecycle import AlreadyMoved, Versioned

from .incident import Incident, plain


class Part(Versioned):
    """A part of the investigation of one incident; whoever investigates writes it, whoever sees the incident reads it.

    Nothing is deleted: what was taken out stays as a row with `taken_out_at`.
    """

    KIND = ""  # begins the verbs of its events
    RIGHT = "investigate"  # the verb of the incident that whoever writes it must be allowed
    PRIVATE = frozenset()  # facts that no event repeats
    LINKS = ()  # facts that are several other parts

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="%(class)ss")
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=gettext_lazy("added by")
    )
    added_at = models.DateTimeField()
    taken_out_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    taken_out_at = models.DateTimeField(null=True)
    form_key = models.UUIDField(null=True, unique=True, editable=False)  # a form sent twice makes one record

    objects = seen_with("incident")

    class Meta:
        abstract = True
        ordering = ["pk"]

    @property
    def site(self):
        return self.incident.site

    @property
    def is_closed(self):
        """Whether nobody changes it any more."""
        return self.taken_out_at is not None

    def may(self, user, verb):
        return not self.is_closed and self.incident.may(user, self.RIGHT)

    @property
    def told(self):
        """What an event says it was about, the same in every language."""
        return str(self)

    @classmethod
    @transaction.atomic
    def add(cls, incident, *, by, now, files=(), **facts):
        """Add one to the investigation. `files` are results of `common.attachments.accept`."""
        if not incident.may(by, cls.RIGHT):
            raise PermissionDenied
        take_turns(incident, cls.RIGHT)
        if facts.get("form_key") and (sent := cls.objects.filter(form_key=facts["form_key"], added_by=by).first()):
            return sent
        links = {name: facts.pop(name) for name in cls.LINKS if name in facts}
        part = cls(incident=incident, added_by=by, added_at=now, **facts)
        part.number_it()
        part.refuse_bad_facts(now)
        part.save(force_insert=True)
        part.link(links)
        part.attach(files, by=by, now=now)
        part.record("added", by=by, now=now)
        return part

    @transaction.atomic
    def edit(self, *, by, now, files=(), **facts):
        if not self.may(by, "edit"):
            raise PermissionDenied
        take_turns(self.incident, self.RIGHT)
        links = {name: set(facts.pop(name)) for name in self.LINKS if name in facts}
        before = type(self).objects.get(pk=self.pk)
        old = {name: getattr(before, name) for name in facts} | {
            name: set(getattr(before, name).all()) for name in links
        }
        changed = {name: value for name, value in (facts | links).items() if old[name] != value}
        if not changed and not files:
            return
        for name, value in facts.items():
            setattr(self, name, value)
        self.refuse_bad_facts(now)
        self.change_if_standing(**{name: value for name, value in changed.items() if name in facts})
        self.link({name: value for name, value in links.items() if name in changed})
        self.attach(files, by=by, now=now)
        told = {name: [said(old[name]), said(value)] for name, value in changed.items() if name not in self.PRIVATE}
        self.record("edited", by=by, now=now, changes=told)

    @transaction.atomic
    def take_out(self, *, by, now, note):
        """It is no part any more, for the reason in `note`; it stays readable."""
        if not self.may(by, "take_out"):
            raise PermissionDenied
        take_turns(self.incident, self.RIGHT)
        self.change_if_standing(taken_out_by=by, taken_out_at=now)
        self.record("taken_out", by=by, now=now, note=note)

    def change_if_standing(self, **fields):
        if not type(self).objects.filter(pk=self.pk, taken_out_at=None).exists():
            raise AlreadyMoved
        self.change(**fields)

    def validate_constraints(self, exclude=None):
        """Not by forms: the verb says more kindly, and at its field, what a constraint would refuse."""

    def opened(self, *, by, now):
        """Somebody reads it; some parts write that down."""

    # what a kind of part may say otherwise

    def number_it(self):
        """Give it the next number among its like, where it has one."""

    def refuse_bad_facts(self, now):
        """Raise ValidationError at the fields that contradict what is known."""

    def attach(self, files, *, by, now):
        for file in files:
            self.files.create(uploaded_by=by, uploaded_at=now, **file)

    def link(self, links):
        for name, parts in links.items():
            getattr(self, name).set(parts)

    def record(self, verb, *, by, now, note="", changes=None):
        note = "\n".join(filter(None, [self.told, note]))
        return self.incident.record(f"{self.KIND}_{verb}", by=by, now=now, note=note, changes=changes)


class Numbered(models.Model):
    """A part that is spoken of by its number within the incident: statement 2, exhibit 5."""

    number = models.PositiveIntegerField(gettext_lazy("number"), editable=False)

    class Meta:
        abstract = True

    def number_it(self):
        last = type(self).objects.filter(incident=self.incident).aggregate(last=models.Max("number"))["last"]
        self.number = (last or 0) + 1


def take_turns(incident, right="investigate"):
    """Parts of one incident are written one after the other: they are numbered, and some exclude each other.

    What `right` allows may be no longer allowed since the case was closed; then ValidationError.
    """
    incident.hold_open(right)


def said(value):
    """A fact as an event keeps it: as text, several parts as a list of their names."""
    return " · ".join(sorted(map(str, value))) if isinstance(value, set) else plain(value)
