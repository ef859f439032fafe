"""Meetings follow their organization or site when it is merged into another."""

from django.db.models import F

from .models import Meeting, MeetingEvent


def move_site(source, target, *, by, now):
    move("site", source, target, by=by, now=now)


def move_organization(source, target, *, by, now):
    move("organization", source, target, by=by, now=now)


def move(field, source, target, *, by, now):
    meetings = Meeting.objects.filter(**{field: source})
    moved = list(meetings.select_for_update().order_by("pk"))
    meetings.update(**{field: target}, version=F("version") + 1)
    changes = {field: [source.full_name, target.full_name]}
    MeetingEvent.objects.bulk_create(
        MeetingEvent(meeting=meeting, verb="moved", by=by, at=now, changes=changes) for meeting in moved
    )
