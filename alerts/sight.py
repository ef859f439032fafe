"""What one person sees of an alert: the incidents at their places, and nothing about the others.

`visible_to` says of which alerts enough is seen; here it is the same question, asked of one that was read.
"""

from dataclasses import dataclass

from django.db.models import OuterRef, Prefetch, Subquery

from accounts.models import Region

from .clusters import Occurrence, runs
from .models import AlertMember


def with_members(alerts):
    """With all that their words need, in two queries."""
    incidents = ("incident__site__organization", "incident__site__region")
    members = Prefetch("members", AlertMember.objects.select_related(*incidents))
    places = ("rule", "sector", "organization", "site__organization", "site__region")
    named = Region.objects.filter(code=OuterRef("region_code"))
    regions = {f"region_{name}": Subquery(named.values(name)) for name in ("name", "name_en")}
    return alerts.select_related(*places).annotate(**regions).prefetch_related(members)


@dataclass
class Part:
    """The part of an alert that lies in somebody's sight; `members` are those that count, `former` those that did.

    When it was lifted because some do not count any more, it is still told of all that it was raised for.
    """

    alert: object
    members: list
    former: list
    is_whole: bool

    @classmethod
    def of(cls, alert, user):
        return cls.where(alert, user.sees)

    @classmethod
    def where(cls, alert, sees):
        """`sees` says of a Site whether it lies in sight."""
        members = list(alert.members.all())
        seen = [member for member in members if sees(member.incident.site)]
        counting = [member for member in seen if member.left_at is None or alert.was_lifted]
        former = [member for member in seen if member.left_at is not None]
        return cls(alert, counting, former, is_whole=len(seen) == len(members))

    @property
    def is_enough(self):
        """Whether what is seen is by itself what the rule looks for."""
        seen = [Occurrence(m.occurred_on, m.incident_id, m.counted, m.deaths) for m in self.members]
        return bool(runs(seen, least=self.alert.least, days=self.alert.days))

    @property
    def deaths(self):
        return sum(member.deaths for member in self.members)

    @property
    def first_on(self):
        return self.members[0].occurred_on if self.members else self.alert.first_on

    @property
    def last_on(self):
        return self.members[-1].occurred_on if self.members else self.alert.last_on

    @property
    def span(self):
        """Days, the first and the last among them."""
        return (self.last_on - self.first_on).days + 1

    @property
    def newest(self):
        return self.members[-1].incident if self.members else None
