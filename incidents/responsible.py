"""Who has to do what the law demands: by the appointments of today, so nobody who leaves takes a clock along."""

from django.db.models import Exists, OuterRef, Q

from accounts.directory import distance
from accounts.models import Role, Site
from accounts.scope import places_of

from .models import Member, Obligation

Kind = Obligation.Kind
# The levels at which an official works, by the length of the code of the region (GB/T 2260). Who has no region works
# for the district that runs this system; townships are no level of the reporting chain.
LEVELS = {0: ("county", "district"), 6: ("county", "district"), 4: ("city",), 2: ("province", "municipality")}
OWN_LEVELS = LEVELS[0]
BY_ANY_OFFICIAL = (Kind.INVESTIGATION_REPORT, Kind.REPLY, Kind.ASSESSMENT)  # levels outside have nobody here

LED = Member.objects.filter(
    incident=OuterRef("incident"), role=Member.Role.LEADER, taken_out_at=None, person__isnull=False
)


def levels_of_post(appointment):
    return LEVELS.get(len(appointment.region.code) if appointment.region else 0, ())


# one person for each, to be written to


def responsible(obligation, directory, leader):
    """The one person who is told as the one in charge, or None; `leader` is who leads the team, or None."""
    site = obligation.site
    if obligation.by == "unit":
        return directory.safety_manager(site) or official(OWN_LEVELS[0], site, directory)
    if obligation.kind == Kind.LEVEL_REPORT:
        return official(obligation.by, site, directory)
    if obligation.by == "team" and leader is not None:
        return leader
    return official(obligation.by, site, directory) or official(OWN_LEVELS[0], site, directory)


def official(level, site, directory):
    """The official of a level, of the territory before one of a sector."""
    posts = [a for a in directory.by_role[Role.OFFICIAL] if level in levels_of_post(a) and a.covers(site)]
    post = min(posts, key=lambda a: (a.sector_id is not None, *distance(a)), default=None)
    return post and post.person


def leaders_of(incidents):
    """{incident: who leads its team}, as far as that is a person of the system."""
    members = Member.objects.filter(incident__in=incidents, role=Member.Role.LEADER, taken_out_at=None)
    return {member.incident_id: member.person for member in members.select_related("person") if member.person_id}


# all obligations of one person, to be seen


def owed_by(user):
    """Which obligations this person has to see to."""
    posts = [a for a in user.current_appointments if a.role == Role.OFFICIAL]
    kept = Site.objects.where_role(user, {Role.SAFETY_MANAGER})
    watched = Site.objects.where_role(user, {Role.OFFICIAL})
    owed = Q(by="unit", incident__site__in=kept)
    for post in posts:
        owed |= Q(kind=Kind.LEVEL_REPORT, by__in=levels_of_post(post), incident__site__in=sites_of(post))
    own = Q(kind__in=BY_ANY_OFFICIAL, incident__site__in=watched)
    led = Exists(LED)
    mine = Exists(LED.filter(person=user))
    return owed | own & ~(Q(by="team") & led) | Q(mine, by="team")


def sites_of(post):
    return Site.objects.filter(places_of([post]))


def led_by(user):
    """Those at places that this person leads: to know, when they are late."""
    return Q(incident__site__in=Site.objects.where_role(user, {Role.LEADER}))
