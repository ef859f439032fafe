"""Sets of actions."""

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Left, Length

from accounts.models import Appointment, Role
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
            "owner__absence_deputy",
            "verifier__absence_deputy",
            "site__organization",
            "site__region",
            "finding__incident",
            "incident",
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

    def needing(self, part):
        """Those whose owner or verifier, as `part` says, still has something to do with them."""
        return self.complete().filter(status__in=self.model.NEEDING[part])

    def gone(self, part):
        """Those whose owner or verifier is still needed and has no duty at the site beyond today."""
        return self.needing(part).exclude(Exists(duties_of(part)))

    def without_person(self):
        """Those that somebody has to take over: asked of the appointments as they are, not of who ended them."""
        owner, verifier = (
            Q(status__in=self.model.NEEDING[part]) & ~Q(Exists(duties_of(part))) for part in ("owner", "verifier")
        )
        return self.complete().filter(owner | verifier)

    def incomplete(self):
        """Imported ones that wait for an owner, a verifier or a deadline. What is over waits for none."""
        return self.outstanding().filter(completed=False)

    def late(self, now):
        return self.outstanding().filter(due_at__lte=now)


def duties_of(part):
    """The appointments by which the owner or verifier of an action has a duty at its site beyond today."""
    return Appointment.objects.lasting().filter(
        Q(region=None) | Q(region__code=Left(OuterRef("site__region__code"), Length("region__code"))),
        Q(sector=None) | Q(sector=OuterRef("site__sector")),
        Q(organization=None) | Q(organization=OuterRef("site__organization")),
        Q(site=None) | Q(site=OuterRef("site")),
        ~Q(role=Role.ADMINISTRATOR),
        person=OuterRef(part),
        person__is_active=True,
    )
