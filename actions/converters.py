from .models import Action


class VerbConverter:
    """The moves of an action in an address; any other word is a page that does not exist."""

    regex = "|".join(sorted(Action.MOVES, key=len, reverse=True))

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value
