"""What is looked at, by whom, and which yardstick stands beside it. Run in each database; prints JSON.

The session of each person is made here: signing in is not what is measured.
"""

import json
import sys
from dataclasses import asdict, dataclass
from urllib.parse import urlencode

import django

DEEP = 25_000  # rows down
BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PEOPLE = {
    "leader": "sees everything",
    "district-official": "a district",
    "site-manager": "one or two sites",
    "reporter": "own work",
}


@dataclass
class Scene:
    """A page for one of PEOPLE, with the pages of the yardsticks that show as much, where there are such."""

    name: str
    who: str
    path: str
    bare: str = ""
    admin: str = ""


def main():
    django.setup()
    people = {role: person(role) for role in PEOPLE}
    scenes = [scene for role, user in people.items() for scene in scenes_of(role, user)]
    found = {"scenes": [asdict(scene) for scene in scenes], "cookies": {role: cookie(u) for role, u in people.items()}}
    json.dump(found | {"site": site_of(people["leader"])}, sys.stdout)


def person(role):
    from accounts.models import User

    return User.objects.filter(email__startswith=f"{role}-", email__endswith="@generated.invalid").order_by("pk")[0]


def site_of(user):
    from accounts.models import Site

    return Site.objects.visible_to(user).order_by("pk").values_list("pk", flat=True)[0]


def cookie(user):
    from django.contrib.sessions.backends.db import SessionStore

    session = SessionStore()
    session["_auth_user_id"], session["_auth_user_backend"] = str(user.pk), BACKEND
    session["_auth_user_hash"] = user.get_session_auth_hash()
    session.save()
    return session.session_key


def scenes_of(role, user):
    from actions.models import Action
    from incidents.models import Incident

    incidents, actions = Incident.objects.visible_to(user), Action.objects.visible_to(user)
    bare, admin = "/bench/bare", "/bench/admin"
    yield Scene("incidents", role, "/incidents/", f"{bare}/incidents/", f"{admin}/incidents/incident/")
    yield Scene("actions", role, "/actions/", f"{bare}/actions/", f"{admin}/actions/action/")
    yield Scene("home", role, "/", f"{bare}/actions/")
    if incident := incidents.filter(findings__actions__isnull=False).order_by("-pk").first():
        path = f"/incidents/{incident.pk}/"
        change = f"{admin}/incidents/incident/{incident.pk}/change/"
        yield Scene("incident", role, path, f"{bare}{path}", change)
    if action := actions.filter(status="closed").order_by("-pk").first() or actions.first():
        change = f"{admin}/actions/action/{action.pk}/change/"
        yield Scene(
            "action", role, f"/actions/{action.pk}/", f"{bare}/incidents/{Incident.objects.first().pk}/", change
        )
    if role == "reporter":
        return
    yield filtered("incidents", role, {"kind": "accident", "status": "reported", "grade": "general"}, "坍塌")
    yield filtered("actions", role, {"status": "closed", "kind": "corrective", "priority": "ordinary"}, "围栏")
    yield Scene("overview", role, "/overview/", f"{bare}/overview/")
    yield Scene("pictures", role, "/overview/pictures/", f"{bare}/actions/")
    yield Scene("late", role, "/late/", f"{bare}/actions/")
    yield Scene("causes", role, "/causes/", f"{bare}/incidents/")
    yield Scene("rates", role, "/overview/rates/", f"{bare}/incidents/")
    if action := actions.exclude(owner=None).order_by("-pk").first():
        yield Scene("site", role, f"/sites/{action.site_id}/", f"{bare}/incidents/")
        yield Scene("enterprise", role, f"/organizations/{action.site.organization_id}/", f"{bare}/incidents/")
        yield Scene("person", role, f"/people/{action.owner_id}/", f"{bare}/incidents/")
    if role == "leader":
        yield deep("incidents", role, incidents.for_list())
        yield deep("actions", role, in_the_order_of_the_list(actions.for_list()))
        yield from register(role)


def filtered(kind, role, choices, words):
    model = kind.removesuffix("s")
    admin = urlencode({f"{name}__exact": value for name, value in choices.items()} | {"q": words})
    return Scene(
        f"{kind}, three filters and “{words}”",
        role,
        f"/{kind}/?{urlencode(choices | {'q': words})}",
        f"/bench/bare/{kind}/",
        f"/bench/admin/{kind}/{model}/?{admin}",
    )


def deep(kind, role, rows):
    from common.paging import ROWS_PER_PAGE, Paginator

    paginator, down = Paginator(rows), min(DEEP, rows.count() // 2)
    order = [key.term for key in paginator.keys]
    cursor = paginator.cursor("after", down, rows.order_by(*order)[down - 1])
    admin = f"/bench/admin/{kind}/{kind.removesuffix('s')}/?p={down // ROWS_PER_PAGE + 1}"
    path = f"/{kind}/?{urlencode({'page': cursor})}"
    return Scene(f"{kind}, {DEEP:,} rows down", role, path, f"/bench/bare/{kind}/", admin)


def in_the_order_of_the_list(actions):
    return actions.order_by("stage", "deadline", "pk")


def register(role):
    """Pages of the register of people and places, and the search, by the names of their addresses."""
    from django.urls import reverse

    for name, label, query in (
        ("accounts:people", "people", ""),
        ("accounts:sites", "sites", ""),
        ("accounts:organizations", "organizations", ""),
        ("overview:search", "search for “坍塌”", "?q=坍塌"),
    ):
        yield Scene(label, role, reverse(name) + query, "/bench/bare/incidents/")


if __name__ == "__main__":
    main()
