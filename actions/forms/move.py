"""What every move of an action asks; the rules themselves are the model's and come back as errors at the field."""

from django.utils.functional import cached_property

from .people import ChangeForm


class MoveForm(ChangeForm):
    """One move: what it asks, what its button says, and what is said when it is done."""

    verb = ""
    is_dangerous = False

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id=f"id_{self.verb}_%s", **kwargs)

    def save(self):
        return getattr(self.action, self.verb)(by=self.by, now=self.now, **self.facts())

    @cached_property
    def names(self):
        return {"owner": self.action.owner, "verifier": self.action.verifier}

    @property
    def explanation(self):
        return ""

    @property
    def takes_over(self):
        return self.by != self.action.verifier
