"""How a record changes its status: by named moves, each decided by the database and each leaving an event."""

from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext as _


class AlreadyMoved(Exception):
    """Somebody else changed the record first: show it again and let the user look."""


@dataclass(frozen=True)
class Move:
    sources: tuple
    target: str | None  # None: it stays what it is
    needs_note: bool = False


class Versioned(models.Model):
    """A record whose every change must name the version it was made from."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field):
        """As Django's, which makes all choices hashable, and so translates them all, for each value it shows."""
        value = getattr(self, field.attname)
        label = dict(field.flatchoices).get(value, value)
        return None if label is None else str(label)

    def change(self, sources=None, **fields):
        """Write `fields` if nobody wrote since this copy was read; the database decides who was first."""
        here = type(self)._base_manager.filter(pk=self.pk, version=self.version)
        if sources is not None:
            here = here.filter(status__in=sources)
        if not here.update(version=F("version") + 1, **fields):
            raise AlreadyMoved
        self.refresh_from_db()


class Lifecycle(Versioned):
    """A record whose status changes only by named moves, each leaving an event."""

    MOVES = {}

    class Meta:
        abstract = True

    def may(self, user, verb):
        raise NotImplementedError

    def record(self, verb, *, by, now, note="", changes=None, **more):
        """Write the event of `verb` and return it."""
        raise NotImplementedError

    def after_move(self, event):
        """What follows from a move, in the same transaction."""

    def moves_open_to(self, user):
        """The verbs this user can use now. It draws the buttons; `_move` asks it again."""
        return [verb for verb, move in self.MOVES.items() if self.status in move.sources and self.may(user, verb)]

    @transaction.atomic
    def _move(self, verb, *, by, now, note="", changes=None, **fields):
        move = self.MOVES[verb]
        if not self.may(by, verb):
            raise PermissionDenied
        note = note.strip()
        if move.needs_note and not note:
            raise ValidationError({"note": _("Give the reason.")})
        if move.target is not None:
            fields["status"] = move.target
        self.change(sources=move.sources, **fields)
        event = self.record(verb, by=by, now=now, note=note, changes=changes)
        self.after_move(event)
        return event
