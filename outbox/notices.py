"""The verbs of notices: say something to somebody, take back what was not yet said."""

from .models import Notice


def say(subject_kind, record, kind, event, people):
    """Note down that each of `people` is to be told of `event` at once. Whoever did it is not told."""
    for person in people:
        if person != event.by:
            Notice.objects.get_or_create(
                subject_kind=subject_kind,
                subject_id=record.pk,
                kind=kind,
                round=record.round,
                deadline=record.deadline,
                step=event.pk,
                person=person,
                defaults={"urgent": True, "not_before": event.at, "created_at": event.at},
            )


def is_waiting(subject_kind, record, kind):
    """Whether a notice of this kind about `record` has not been said yet."""
    return not_yet_said(subject_kind, record).filter(kind=kind).exists()


def withdraw(subject_kind, record, *, now):
    """What was not yet said about `record` need not be said. Letters already composed ask again before they leave."""
    return not_yet_said(subject_kind, record).update(withdrawn_at=now)


def not_yet_said(subject_kind, record):
    return Notice.objects.about(subject_kind, record.pk).filter(
        withdrawn_at=None, skipped_at=None, letter__sent_at=None
    )
