"""Which places somebody's appointments cover: the one condition from which every `visible_to` is built."""

from django.db.models import Q, QuerySet


def places_of(appointments):
    """The condition on a Site that any of these appointments covers it. An administrator's covers none."""
    condition = Q(pk__in=[])
    for appointment in appointments:
        if appointment.role == "administrator":
            continue
        if appointment.everywhere:
            return Q()
        given = {
            "region__code__startswith": appointment.region and appointment.region.code,
            "sector": appointment.sector_id,
            "organization": appointment.organization_id,
            "pk": appointment.site_id,
        }
        condition |= Q(**{field: value for field, value in given.items() if value is not None})
    return condition


def seen_with(name):
    """The manager of records that are seen by whoever sees the record that their field `name` points to."""

    class PartQuerySet(QuerySet):
        def visible_to(self, user):
            whole = self.model._meta.get_field(name).related_model
            return self.filter(**{f"{name}__in": whole.objects.visible_to(user)})

    return PartQuerySet.as_manager()
