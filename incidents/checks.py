"""What stops the start: a law that is read only in part."""

from django.core import checks

from .rules import packs


def rule_packs_are_whole(app_configs=None, **options):
    try:
        packs.packs()
        packs.jurisdictions()
    except (packs.BadPack, OSError, ValueError) as error:
        return [checks.Error(str(error), id="incidents.E001")]
    return []
