"""Subscriptions follow their organization or site when it is merged into another; two that are the same become one."""

from accounts.narrowing import PLACES

from .models import Subscription


def move_site(source, target, *, by, now):
    move("site", source, target)


def move_organization(source, target, *, by, now):
    move("organization", source, target)


def move(field, source, target):
    for subscription in Subscription.objects.filter(**{field: source}).select_for_update():
        places = {name: getattr(subscription, f"{name}_id") for name in PLACES} | {field: target.pk}
        if Subscription.objects.about(places).filter(person=subscription.person, every=subscription.every).exists():
            subscription.delete()
        else:
            setattr(subscription, field, target)
            subscription.save(update_fields=[field])
