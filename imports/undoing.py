"""Take a whole batch out again, while nobody has built on it. The numbers it used are not given out again."""

from django.db import connection, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from accounts.models import Organization, Region, Sector, Site
from actions.models import Action
from incidents import imports as incidents
from incidents.models import Incident

from .models import ImportRow
from .problems import Problem, Refused

PLACES = {"site": Site, "organization": Organization, "sector": Sector, "region": Region}


@transaction.atomic
def undo(batch, *, now):
    """Erase the incidents that `batch` made, and the places it made that nothing else uses. The raw rows stay."""
    rows = batch.rows.select_for_update()
    made = Incident.objects.filter(pk__in=list(rows.filter(outcome="new").values_list("incident", flat=True)))
    count = made.count()
    refuse_what_is_built_on(batch, made)
    rows.update(incident=None, outcome=ImportRow.Outcome.UNDONE)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL bihuan.erasing = 'on'")
        incidents.erase(made)
        cursor.execute("SET LOCAL bihuan.erasing = ''")
    for kind, model in PLACES.items():
        remove_unused(model.objects.filter(pk__in=batch.made.get(kind, [])))
    batch.undone_at = now
    batch.save(update_fields=["undone_at"])
    return count


def refuse_what_is_built_on(batch, made):
    problems = []
    if batch.undone_at:
        problems.append(_("This import was undone already."))
    if batch.rows.exclude(outcome="new").exists():
        problems.append(
            _("This import changed incidents that were there before: only one that made new ones is undone.")
        )
    later = ImportRow.objects.filter(incident__in=made).exclude(batch=batch)
    if later.exists():
        problems.append(_("A later import speaks of the same incidents: undo that one first."))
    actions = Action.objects.filter(incident__in=made)
    touched = incidents.built_on(made) | made.filter(pk__in=actions.values("incident"))
    problems += [
        _("Somebody has worked on %(number)s since.") % {"number": number}
        for number in touched.order_by("number").values_list("number", flat=True)
    ]
    if problems:
        raise Refused(*map(Problem, problems))


def remove_unused(places):
    for place in places:
        try:
            with transaction.atomic():
                place.delete()
        except ProtectedError:
            continue  # somebody works there, or something else happened there
