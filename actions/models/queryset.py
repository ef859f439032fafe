"""Sets of actions."""

from django.db.models import Q

from accounts.posts import with_duties
from common.search import Searchable


class ActionQuerySet(Searchable):
    def visible_to(self, user):
        """Actions at one's places, and those in which one is named."""
        if user.sees_everywhere:
            return self.all()
        return self.filter(Q(site__in=user.seen_sites) | Q(owner=user) | Q(verifier=user))

    def for_list(self):
        """With all that a row shows."""
        return self.select_related(
            "owner", "verifier", "site__organization", "site__region", "finding__incident", "incident"
        )

    def for_page(self):
        """With all that one action's page shows and its rules ask, in a fixed number of queries."""
        people = (
            "events__by",
            "events__owner",
            "extensions__asked_by",
            "extensions__decided_by",
            "evidence__uploaded_by",
        )
        return self.for_list().select_related("assigned_by", "verified_by").prefetch_related(*people)

    def for_bulk(self):
        """With all that the rules ask of each, in a fixed number of queries."""
        asked = ("events", "extensions", *with_duties("owner", "verifier"))
        return self.for_list().select_related("assigned_by").prefetch_related(*asked)

    def of_incident(self, incident):
        return self.filter(Q(finding__incident=incident) | Q(incident=incident))

    def standing(self):
        return self.exclude(status=self.model.Status.VOID)

    def outstanding(self):
        return self.filter(status=self.model.Status.ASSIGNED)

    def complete(self):
        """Those with an owner, a verifier and a deadline: an import may lack them until a person completes it."""
        return self.filter(completed=True)

    def late(self, now):
        return self.outstanding().filter(due_at__lte=now)
