from .forms import CASUALTY_FORMS
from .models import Finding, Incident, Waiver


class Verb:
    """A move of the record in an address; any other word is a page that does not exist."""

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value


class IncidentVerb(Verb):
    regex = "|".join(Incident.MOVES)


class FindingVerb(Verb):
    regex = "|".join(Finding.MOVES)


class CasualtyVerb(Verb):
    regex = "|".join(CASUALTY_FORMS)


class WaiverVerb(Verb):
    regex = "|".join(Waiver.MOVES)
