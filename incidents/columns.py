"""What a list of incidents shows of each, on the page and in the files."""

from django.utils.translation import gettext as _

from common.columns import Column


def incident_columns():
    return [
        Column("number", _("Number"), lambda incident: incident.number, always=True, head=False),
        Column(
            "name",
            _("Name"),
            lambda incident: incident.name,
            cell="incidents/_cell_name.html",
            sort="number",
            always=True,
        ),
        Column(
            "day",
            _("Day"),
            lambda incident: incident.occurred_on,
            cell="incidents/_when.html",
            sort="occurred_on",
            shown=True,
        ),
        Column("time", _("Time"), lambda incident: incident.occurred_time and incident.occurred_time.strftime("%H:%M")),
        Column("organization", _("Organization"), lambda incident: str(incident.site.organization)),
        Column("site", _("Site"), lambda incident: str(incident.site), cell="incidents/_cell_site.html", shown=True),
        Column("place", _("Exact place"), lambda incident: incident.place),
        Column("region", _("Region"), lambda incident: str(incident.site.region)),
        Column("sector", _("Sector"), lambda incident: incident.site.sector and str(incident.site.sector)),
        Column("category", _("Category"), lambda incident: str(incident.category_label)),
        Column("kind", _("Kind"), lambda incident: incident.get_kind_display()),
        Column(
            "casualties",
            _("Casualties"),
            lambda incident: incident.casualties_in_words,
            cell="incidents/_casualties.html",
            shown=True,
        ),
        Column("deaths", _("Deaths"), lambda incident: incident.deaths),
        Column("serious_injuries", _("Serious injuries"), lambda incident: incident.serious_injuries),
        Column("acute_poisonings", _("Acute poisonings"), lambda incident: incident.acute_poisonings),
        Column("minor_injuries", _("Minor injuries"), lambda incident: incident.minor_injuries),
        Column("missing", _("Missing"), lambda incident: incident.missing),
        Column("direct_loss", _("Direct economic loss"), lambda incident: incident.direct_loss),
        Column(
            "grade",
            _("Grade"),
            lambda incident: incident.get_grade_display(),
            cell="incidents/_cell_grade.html",
            sort="grade",
            shown=True,
        ),
        Column(
            "state",
            _("State"),
            lambda incident: incident.get_status_display(),
            cell="incidents/_state.html",
            shown=True,
        ),
        Column("description", _("What happened"), lambda incident: incident.description),
        Column("source", _("Imported from"), lambda incident: incident.source),
    ]
