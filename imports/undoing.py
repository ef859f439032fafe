"""Take a whole batch out again, while nobody has built on it. The numbers it used are not given out again."""

from django.db import connection, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from accounts.models import Organization, Region, Sector, Site

from .models import ImportRow
from .problems import Problem, Refused
from .registers import REGISTERS

MOST_NAMED = 5
PLACES = {"site": Site, "organization": Organization, "sector": Sector, "region": Region}


@transaction.atomic
def undo(batch, *, now):
    """Erase the records that `batch` made, and the places it made that nothing else uses. The raw rows stay."""
    register = REGISTERS[batch.register]
    rows = batch.rows.select_for_update()
    keys = list(rows.filter(outcome="new").values_list(register.LINK, flat=True))
    made = ImportRow._meta.get_field(register.LINK).related_model.objects.filter(pk__in=keys)
    refuse_what_is_built_on(batch, register, made, keys)
    rows.exclude(outcome="left_out").update(outcome=ImportRow.Outcome.UNDONE, **{register.LINK: None})
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL bihuan.erasing = 'on'")
        try:
            register.erase(made)
        except ProtectedError as error:
            raise Refused(Problem(hangs_on_it(error.protected_objects))) from error
        cursor.execute("SET LOCAL bihuan.erasing = ''")
    for kind, model in PLACES.items():
        remove_unused(model.objects.filter(pk__in=batch.made.get(kind, [])))
    batch.undone_at = now
    batch.save(update_fields=["undone_at"])
    return len(keys)


def refuse_what_is_built_on(batch, register, made, keys):
    problems = []
    if batch.undone_at:
        problems.append(_("This import was undone already."))
    if batch.rows.exclude(outcome__in=["new", "left_out"]).exists():
        problems.append(_("This import changed records that were there before: only one that made new ones is undone."))
    later = ImportRow.objects.filter(**{f"{register.LINK}__in": keys}).exclude(batch=batch)
    if later.exists():
        problems.append(_("A later import speaks of the same records: undo that one first."))
    problems += [
        _("Somebody has worked on %(record)s since.") % {"record": record}
        for record in register.built_on(made, batch.at)
    ]
    if problems:
        raise Refused(*map(Problem, problems))


def hangs_on_it(objects):
    names = ", ".join(sorted(str(found) for found in objects)[:MOST_NAMED])
    return _("Something hangs on these records that was not imported with them: %(names)s.") % {"names": names}


def remove_unused(places):
    """All at once, but for those to which something else holds on: somebody works there, something happened there."""
    while places.exists():
        try:
            with transaction.atomic():
                places.delete()
        except ProtectedError as error:
            places = places.exclude(pk__in=set(held(places.model, error.protected_objects)) - {None})


def held(model, objects):
    """The keys of the places of this kind that these objects point to."""
    for found in objects:
        for field in found._meta.concrete_fields:
            if field.is_relation and field.related_model is model:
                yield getattr(found, field.attname)
