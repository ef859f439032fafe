"""The page of one person: who they are, what they owe, what they wait for and what they have done.

Never how much somebody reports: whoever is measured by it reports less.
"""

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Invitation, User
from accounts.open_work import registered
from accounts.policy import signed_in
from actions.models import Action, ActionEvent
from actions.models.timeliness import Moved
from common.calendars import start_of_day

from .figures import Figure, deadlines_kept
from .places import manages
from .scope import Here
from .site import sees_contact
from .tallies import judged, year_ago

MOST_NAMED = 8
ASSIGNED, SUBMITTED, VERIFIED, CLOSED = Action.Status.values[:4]


@signed_in
def person(request, pk):
    user = request.user
    person = get_object_or_404(User.objects.visible_to(user).select_related("absence_deputy"), pk=pk)
    context = {
        "person": person,
        "appointments": person.appointments.for_page().order_by("-starts_on", "-pk"),
        "sees_contact": sees_contact(user) or person == user,
        "events": person.events.visible_to(user).select_related("by", "appointment", "person"),
    }
    if user.is_administrator:
        context["owed"] = [what_is_owed(work, person, user) for work in registered.values()]
        open_ones = Invitation.objects.visible_to(user).open()
        context["invitation"] = open_ones.filter(person=person).select_related("made_by").first()
    if person == user or manages(user):
        context |= work_of(person, Here(user, request.now))
    return render(request, "overview/person.html", context)


def what_is_owed(work, person, user):
    """What kind of work, how much of it, and the first of those things that this reader may see."""
    items = work.owed_by(person)
    seen = work.seen_by(user, items) if items else set()
    named = [item for item in items if item.pk in seen]
    return {
        "label": work.label,
        "count": len(items),
        "named": named[:MOST_NAMED],
        "more": len(items) - len(named[:MOST_NAMED]),
    }


def work_of(person, scope):
    """As much of this person's work as the reader sees; each number is the length of the list that it opens."""
    begin, counts = year_ago(scope.now), counted(person, scope)

    def figure(label, name, tone="", **asked):
        return Figure(label, counts[name], scope.listed("actions:list", **asked), tone)

    mine, judged_by = {"owner": person.pk}, {"verifier": person.pk}
    due = {"progress": "standing", "first_due_from": begin}
    owned = scope.actions.filter(owner=person).outstanding().for_list()
    to_decide = scope.actions.filter(asks(person)).for_list()
    return {
        "year_ago": begin,
        "owes": owned.order_by("due_at", "pk")[:MOST_NAMED],
        "decides": to_decide.order_by("stage", "verify_by", "deadline", "pk")[:MOST_NAMED],
        "owing": [
            figure(_("Late actions"), "late", "late", late=1, **mine),
            figure(_("Actions to be done"), "to_do", status=ASSIGNED, **mine),
        ],
        "deciding": [
            figure(pgettext("how many", "Finished work to verify"), "to_verify", status=SUBMITTED, **judged_by),
            figure(_("More time asked, to be decided"), "to_grant", more_time="asked", **judged_by),
            figure(_("Effectiveness checks to be made"), "to_check", status=VERIFIED, checker=person.pk),
        ],
        "waiting": [
            figure(_("Submitted, waits for verification"), "submitted", status=SUBMITTED, **mine),
            figure(_("More time asked, waits for an answer"), "asking", more_time="asked", **mine),
            figure(_("Verified, waits for its effectiveness check"), "verified", status=VERIFIED, **mine),
        ],
        "done": [
            figure(_("Closed"), "closed", status=CLOSED, **mine),
            figure(_("More time given"), "given", more_time="given", **due, **mine),
            figure(_("Reopened"), "reopened", reopened_from=begin, **mine),
        ],
        "kept": [deadlines_kept(scope, counts, which, **mine) for which in ("first", "agreed")],
    }


def counted(person, scope):
    """{what: how many}, in one question to the database"""
    begin, now = year_ago(scope.now), scope.now
    owns, verifies, asking = Q(owner=person), Q(verifier=person), Q(Action.objects.extended(Moved.ASKED))
    checks = Q(checker=person)
    due = owns & Q(original_deadline__gte=begin) & ~Q(status=Action.Status.VOID)
    again = ActionEvent.objects.filter(
        action=OuterRef("pk"), verb__in=["reopen", "recur"], at__gte=start_of_day(begin, settings.TIME_ZONE)
    )
    conditions = {
        "late": owns & Q(status=ASSIGNED, due_at__lte=now),
        "to_do": owns & Q(status=ASSIGNED),
        "submitted": owns & Q(status=SUBMITTED),
        "verified": owns & Q(status=VERIFIED),
        "closed": owns & Q(status=CLOSED),
        "asking": owns & asking,
        "given": due & Q(Action.objects.extended(Moved.GIVEN)),
        "reopened": owns & Q(Exists(again)),
        "to_verify": verifies & Q(status=SUBMITTED),
        "to_check": checks & Q(status=VERIFIED),
        "to_grant": verifies & asking,
        **{name: due & condition for name, condition in judged(now).items()},
    }
    named = scope.actions.filter(owns | verifies | checks)
    return named.aggregate(**{name: Count("pk", filter=condition) for name, condition in conditions.items()})


def asks(person):
    """The condition that somebody waits for what this person decides."""
    to_verify = Q(status=SUBMITTED) | Q(Action.objects.extended(Moved.ASKED), status=ASSIGNED)
    return to_verify & Q(verifier=person) | Q(status=VERIFIED, checker=person)
