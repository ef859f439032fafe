"""What templates say about people."""

from django.template import Library

from .. import absence as absences

register = Library()


@register.filter
def absence(person, now):
    """That this person is away, until when, and who is asked meanwhile; nothing while they are here."""
    return absences.in_words(person, now)


@register.filter
def state(person, now):
    """A State of this person: here, away, left."""
    return person.state(now)
