"""The list as a file: (label, value of an incident)."""

from django.utils.translation import gettext as _


def incident_columns():
    return [
        (_("Number"), lambda incident: incident.number),
        (_("Name"), lambda incident: incident.name),
        (_("Day"), lambda incident: incident.occurred_on),
        (_("Time"), lambda incident: incident.occurred_time and incident.occurred_time.strftime("%H:%M")),
        (_("Organization"), lambda incident: str(incident.site.organization)),
        (_("Site"), lambda incident: str(incident.site)),
        (_("Exact place"), lambda incident: incident.place),
        (_("Region"), lambda incident: str(incident.site.region)),
        (_("Sector"), lambda incident: incident.site.sector and str(incident.site.sector)),
        (_("Category"), lambda incident: str(incident.category_label)),
        (_("Kind"), lambda incident: incident.get_kind_display()),
        (_("Casualties"), lambda incident: incident.casualties_in_words),
        (_("Deaths"), lambda incident: incident.deaths),
        (_("Serious injuries"), lambda incident: incident.serious_injuries),
        (_("Acute poisonings"), lambda incident: incident.acute_poisonings),
        (_("Minor injuries"), lambda incident: incident.minor_injuries),
        (_("Missing"), lambda incident: incident.missing),
        (_("Direct economic loss"), lambda incident: incident.direct_loss),
        (_("Grade"), lambda incident: incident.get_grade_display()),
        (_("State"), lambda incident: incident.get_status_display()),
        (_("What happened"), lambda incident: incident.description),
        (_("Imported from"), lambda incident: incident.source),
    ]
