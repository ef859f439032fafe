"""Sets of actions."""

from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.db.models.functions import Left, Length

from accounts.models import Appointment, Role
from accounts.posts import with_duties
from common.clock import LocalDay
from common.search import Searchable

from .effect import CHECKED_EARLY
from .expiring import ExpiringQuerySet
from .explaining import ExplainedQuerySet
from .timeliness import Moved, instant


class ActionQuerySet(ExplainedQuerySet, ExpiringQuerySet, Searchable):
    def visible_to(self, user):
        """Actions at one's places, and those in which one is named."""
        if user.sees_everywhere:
            return self.all()
        return self.filter(Q(site__in=user.seen_sites) | Q(owner=user) | Q(verifier=user))

    def naming(self, user):
        """Those in which one is named as owner or verifier."""
        return self.filter(Q(owner=user) | Q(verifier=user))

    def for_list(self):
        """With all that a row shows."""
        return self.select_related(
            "owner__absence_deputy",
            "verifier__absence_deputy",
            "checker",
            "site__organization",
            "site__region",
        )

    def with_origins(self):
        """With the cause or the incident that each was given for."""
        return self.select_related("finding__incident", "incident")

    def for_page(self):
        """With all that one action's page shows and its rules ask, in a fixed number of queries."""
        people = {"events": ("by", "owner"), "extensions": ("asked_by", "decided_by"), "evidence": ("uploaded_by",)}
        with_people = [
            Prefetch(name, self.model._meta.get_field(name).related_model.objects.select_related(*of))
            for name, of in people.items()
        ]
        origins = ("finding__incident__site__region", "incident__site__region")
        return (
            self.for_list()
            .select_related("assigned_by", "verified_by", "replaced_by", *origins)
            .prefetch_related(*with_people)
        )

    def for_bulk(self):
        """With all that the rules ask of each, in a fixed number of queries."""
        asked = ("events", "extensions", *with_duties("owner", "verifier"))
        return self.for_list().with_origins().select_related("assigned_by").prefetch_related(*asked)

    def of_incident(self, incident, causes=None):
        """For its `causes`, which are read if they are not given, or for itself; named, so that an index serves."""
        if causes is None:
            causes = list(incident.findings.order_by().values_list("pk", flat=True))
        return self.filter(Q(finding__in=causes) | Q(incident=incident))

    def distinct_keys(self, name, user, most):
        """Up to `most` different values of the foreign key `name` in what `user` sees, as a query for them."""
        if user.sees_everywhere:
            used = self.filter(**{name: OuterRef("pk")})
            return (
                self.model._meta.get_field(name)
                .related_model.objects.filter(Exists(used))
                .order_by()
                .values("pk")[:most]
            )
        at_sites = self.filter(site__in=user.seen_sites).order_by().values(name)
        own = self.filter(Q(owner=user) | Q(verifier=user)).order_by().values(name)
        return at_sites.union(own)[:most]

    def standing(self):
        return self.exclude(status=self.model.Status.VOID)

    def outstanding(self):
        return self.filter(status=self.model.Status.ASSIGNED)

    def unclosed(self):
        """What still asks something of somebody: the owner, the verifier, or whoever closes it."""
        return self.exclude(status__in=[self.model.Status.CLOSED, self.model.Status.VOID])

    def waiting(self):
        """Done, say the owners; not yet let go."""
        return self.filter(status__in=[self.model.Status.SUBMITTED, self.model.Status.VERIFIED])

    def to_check(self):
        """Verified, and somebody still looks whether it holds."""
        return self.filter(status=self.model.Status.VERIFIED, check_by__isnull=False)

    def check_due(self, now):
        """Those whose check can be made: its day is a week ahead at most, or over."""
        today = LocalDay("site__time_zone", instant(now))
        return self.to_check().alias(today=today).filter(check_by__lte=F("today") + CHECKED_EARLY)

    def check_late(self, now):
        """Those whose check was to be made by a day that is over."""
        return self.to_check().filter(check_by__lt=LocalDay("site__time_zone", instant(now)))

    def with_days(self):
        """With the local days on which they were assigned and closed, to filter and to group by."""
        days = {
            day: LocalDay("site__time_zone", at)
            for day, at in (("given_on", "assigned_at"), ("closed_on", "closed_at"))
        }
        return self.alias(**days)

    def open_at_end_of(self, day):
        """Those that were assigned and not yet closed then, as the records stand today: one that was closed and
        reopened since counts as open all along, one that was declared void as never given."""
        closed = Q(status=self.model.Status.CLOSED)
        return self.standing().with_days().filter(~closed | Q(closed_on__gt=day), given_on__lte=day)

    def complete(self):
        """Those with an owner, a verifier and a deadline: an import may lack them until a person completes it."""
        return self.filter(completed=True)

    def needing(self, part):
        """Those whose owner, verifier or checker, as `part` says, still has something to do with them."""
        return self.complete().filter(status__in=self.model.NEEDING[part], **{f"{part}__isnull": False})

    def gone(self, part):
        """Those whose owner, verifier or checker is still needed and has no duty at the site beyond today."""
        return self.needing(part).exclude(Exists(duties_of(part)))

    def without_person(self):
        """Those that somebody has to take over: asked of the appointments as they are, not of who ended them.

        Each part is asked for alone: PostgreSQL joins one “not exists” at a time, and does not join “either or” at all.
        """
        needing = self.complete().order_by()
        owner, *others = (
            needing.filter(~Exists(duties_of(part)), status__in=states, **{f"{part}__isnull": False}).values("pk")
            for part, states in self.model.NEEDING.items()
        )
        return self.filter(pk__in=owner.union(*others))

    def incomplete(self):
        """Imported ones that wait for an owner, a verifier or a deadline. What is over waits for none."""
        return self.outstanding().filter(completed=False)

    def late(self, now):
        return self.outstanding().filter(due_at__lte=now)

    def in_time(self, now):
        """To be done, and not late; one without a deadline is not late either."""
        return self.outstanding().exclude(due_at__lte=now)

    def late_for(self, age, now):
        """Late for as many days as `age` says (timeliness.Age)."""
        return self.late(now).filter(age.condition(now))

    def by_first_deadline(self, kept, now):
        """Those that kept, or missed, the deadline that they had at first (timeliness.Kept)."""
        return self.filter(kept.condition("original_deadline", now))

    def by_agreed_deadline(self, kept, now):
        """Those that kept, or missed, the deadline that was agreed last."""
        return self.filter(kept.condition("deadline", now))

    def with_more_time(self, moved):
        """Those for which more time is being asked, or was given (timeliness.Moved)."""
        return self.filter(self.extended(moved))

    def extended(self, moved):
        """The same as a condition, to count by."""
        Extension = self.model._meta.get_field("extensions").related_model
        granted = None if moved == Moved.ASKED else True
        return Exists(Extension.objects.filter(action=OuterRef("pk"), granted=granted))

    def reopened(self, since):
        """Those taken up again at or after the instant `since`, because they did not hold or it happened again."""
        events = self.model._meta.get_field("events").related_model.objects
        return self.filter(Exists(events.filter(action=OuterRef("pk"), verb__in=["reopen", "recur"], at__gte=since)))

    def strong(self):
        """By the hierarchy of controls: those that do without somebody's attention (ISO 45001, 8.1.2, a to c)."""
        return self.filter(strength__in=self.model.STRONG)

    def weak(self):
        """Those that need somebody's attention every day (ISO 45001, 8.1.2, d and e)."""
        return self.filter(strength__in=self.model.WEAK)


def duties_of(part):
    """The appointments by which the owner or verifier of an action has a duty at its site beyond today."""
    return Appointment.objects.lasting().filter(reaching("site"), person=OuterRef(part), person__is_active=True)


def reaching(site):
    """The condition on an appointment that it covers the site to which the field `site` of the outer query leads."""
    return (
        (Q(region=None) | Q(region__code=Left(OuterRef(f"{site}__region__code"), Length("region__code"))))
        & (Q(sector=None) | Q(sector=OuterRef(f"{site}__sector")))
        & (Q(organization=None) | Q(organization=OuterRef(f"{site}__organization")))
        & (Q(site=None) | Q(site=OuterRef(site)))
        & ~Q(role=Role.ADMINISTRATOR)
    )
