from .typed import KINDS


class TypedConverter:
    """What can be chosen by typing, in an address; any other word is a page that does not exist."""

    regex = "|".join(KINDS)

    def to_python(self, value):
        return value

    def to_url(self, value):
        return value
