"""Alerts follow their place when it is merged into another; what both had is one from then on."""

from django.db.models import F

from .models import Alert, AlertEvent


def move_site(source, target, *, by, now):
    move("site", source, target, by=by, now=now)


def move_organization(source, target, *, by, now):
    move("organization", source, target, by=by, now=now)


def move(name, source, target, *, by, now):
    alerts = Alert.objects.filter(**{name: source})
    doubles = alerts.standing().filter(rule=None)
    doubles = doubles.filter(kind__in=Alert.objects.standing().filter(**{name: target}).values("kind"))
    ended = list(doubles.values_list("pk", flat=True))
    because = Alert.Ended.JOINED
    alerts.filter(pk__in=ended).update(ended_at=now, ended_because=because, version=F("version") + 1)
    AlertEvent.objects.bulk_create(
        AlertEvent(alert_id=key, verb=AlertEvent.Verb.ENDED, by=by, at=now, because=because) for key in ended
    )
    alerts.update(**{name: target}, version=F("version") + 1)
