"""Forms in which people are chosen for an action."""

from accounts.forms import PersonField
from accounts.posts import Candidates
from common.forms import RuledForm, VersionedForm


class PeopleForm(RuledForm):
    """A form in which people are chosen among those with a duty at `site`."""

    def __init__(self, *args, site, **kwargs):
        super().__init__(*args, **kwargs)
        candidates = Candidates(site, self.now)
        for field in self.fields.values():
            if isinstance(field, PersonField):
                field.offer(candidates)


class ChangeForm(PeopleForm, VersionedForm):
    def __init__(self, *args, action, **kwargs):
        self.action = action
        super().__init__(*args, site=action.site, record=action, **kwargs)
