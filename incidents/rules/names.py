"""The name by which an accident is known: “month·day”, grade, type (for example …“8·27”一般高处坠落事故)."""

from django.utils.translation import gettext as _


def proposed_name(incident):
    """A name in the language of the moment, at most 200 characters; the reader may edit it."""
    facts = {
        "organization": incident.site.organization,
        "month": incident.occurred_on.month,
        "day": incident.occurred_on.day,
        "grade": incident.get_grade_display() if incident.grade else "",
        "category": incident.category_label,
    }
    if incident.kind == "near_miss":
        text = _("%(organization)s “%(month)d·%(day)d” near miss: %(category)s")
    elif incident.kind != "accident":
        text = _("%(organization)s “%(month)d·%(day)d” occurrence: %(category)s")
    elif facts["grade"]:
        text = _("%(organization)s “%(month)d·%(day)d” %(grade)s accident: %(category)s")
    else:
        text = _("%(organization)s “%(month)d·%(day)d” accident: %(category)s")
    return (text % facts).strip(" :：")[:200]
