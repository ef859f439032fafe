"""What is said at the start: a file of styles of the office that cannot be used."""

from django.conf import settings
from django.core import checks


def own_styles_are_legible(app_configs=None, **options):
    files = [settings.DATA_DIR / "word" / f"{code}.docx" for code, _name in settings.LANGUAGES]
    return [warning for own in files if own.exists() for warning in faults(own)]


def faults(own):
    import docx  # takes a while, and few offices have styles of their own

    try:
        docx.Document(str(own))
    except Exception as error:  # whatever a broken file makes the reader say
        text = f"{own} is no Word file, so documents take the styles that came with Bihuan: {error}"
        yield checks.Warning(text, id="documents.W001")
