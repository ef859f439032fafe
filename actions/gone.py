"""The alarm for actions whose owner, verifier or checker has no duty at the site any more, until somebody takes over.

It is computed from the appointments as they stand, so that an end that nobody pressed a button for rings it too.
"""

from outbox.models import Notice

from .models import Action

KINDS = {"owner": "owner_gone", "verifier": "verifier_gone", "checker": "checker_gone"}


def alarms(directory, now):
    """A notice for each person who can name a successor, once for each person gone."""
    for part, kind in KINDS.items():
        actions = Action.objects.gone(part).select_related("site__region", part)
        for action in actions.iterator(chunk_size=2000):
            person = getattr(action, part)
            for guardian in directory.guardians(person.pk, action.site):
                yield Notice(
                    subject_kind="action",
                    subject_id=action.pk,
                    kind=kind,
                    round=action.round,
                    deadline=action.deadline,
                    step=person.pk,
                    person=guardian,
                    urgent=True,
                    not_before=now,
                    created_at=now,
                )


def is_true(notice, action):
    """Whether the same person is still needed and still gone."""
    part = next(part for part, kind in KINDS.items() if kind == notice.kind)
    return notice.step == getattr(action, f"{part}_id") and part in action.people_gone
