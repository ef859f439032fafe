from django.urls import path, register_converter

from .converters import CasualtyVerb, FindingVerb, IncidentVerb, WaiverVerb
from .views import casualty, finding, hints, incident, investigation, legal, matrix, part, report, statement, waiver

register_converter(IncidentVerb, "incident_verb")
register_converter(FindingVerb, "finding_verb")
register_converter(CasualtyVerb, "casualty_verb")
register_converter(WaiverVerb, "waiver_verb")


def parts(name, kind):
    """The three addresses of a kind of part: /incidents/7/team/add/, /incidents/team/3/edit/, …/take-out/."""
    given = {"kind": kind}
    return [
        path(f"<int:pk>/{name}/add/", part.add, given, name=f"add_{kind.name}"),
        path(f"{name}/<int:pk>/edit/", part.edit, given, name=f"edit_{kind.name}"),
        path(f"{name}/<int:pk>/take-out/", part.take_out, given, name=f"take_out_{kind.name}"),
    ]


app_name = "incidents"
urlpatterns = [
    path("", incident.incident_list, name="list"),
    path("new/", incident.new, name="new"),
    path("sites/", incident.sites, name="sites"),
    path("categories/", incident.categories, name="categories"),
    path("grade/", incident.grade, name="grade"),
    path("photos/<int:pk>/", incident.photo, name="photo"),
    path("<int:pk>/edit/", incident.edit, name="edit"),
    path("<int:pk>/grade/", incident.grade, name="grade_of"),
    path("<int:pk>/photos/", incident.add_photos, name="add_photos"),
    path("<int:pk>/findings/", finding.new, name="add_finding"),
    path("<int:pk>/casualties/", casualty.casualties, name="casualties"),
    path("<int:pk>/casualties/new/", casualty.new, name="add_casualty"),
    path("<int:pk>/casualties/missing/", casualty.count_missing, name="count_missing"),
    path("casualties/<int:pk>/<casualty_verb:verb>/", casualty.move, name="move_casualty"),
    path("<int:pk>/<incident_verb:verb>/", incident.move, name="move"),
    path("findings/<int:pk>/edit/", finding.edit, name="edit_finding"),
    path("findings/<int:pk>/<finding_verb:verb>/", finding.move, name="move_finding"),
    path("similar/", hints.similar_incidents, name="similar"),
    path("<int:pk>/findings/hints/", hints.about_a_cause, name="cause_hints"),
    path("findings/<int:pk>/similar/", hints.similar_causes, name="similar_causes"),
    path("findings/<int:pk>/no-action/", waiver.propose, name="waive"),
    path("reasons/", waiver.waiting, name="waivers"),
    path("reasons/<int:pk>/<waiver_verb:verb>/", waiver.move, name="move_waiver"),
    path("files/<int:pk>/", finding.file, name="file"),
    path("<int:pk>/investigation/", investigation.investigation, name="investigation"),
    path("<int:pk>/rate/", matrix.rate, name="rate"),
    path("<int:pk>/timeline/", investigation.timeline, name="timeline"),
    path("<int:pk>/exhibits/", investigation.exhibits, name="exhibits"),
    path("exhibit-files/<int:pk>/", investigation.exhibit_file, name="exhibit_file"),
    path("<int:pk>/statements/", statement.statements, name="statements"),
    path("statements/", statement.mine, name="my_statements"),
    path("statements/<int:pk>/", statement.statement, name="statement"),
    path("statements/<int:pk>/sign/", statement.sign, {"way": "paper"}, name="sign_paper"),
    path("statements/<int:pk>/sign-here/", statement.sign, {"way": "here"}, name="sign_here"),
    path("statement-files/<int:pk>/", statement.file, name="statement_file"),
    *parts("team", part.MEMBERS),
    *parts("timeline", part.MOMENTS),
    *parts("exhibits", part.EXHIBITS),
    *parts("statements", part.STATEMENTS),
    path("<int:pk>/obligations/", legal.obligations, name="obligations"),
    path("<int:pk>/reports/new/", report.new, name="file_report"),
    path("reports/<int:pk>/", report.report, name="report"),
    *parts("receipts", legal.RECEIPTS),
    *parts("appraisals", legal.APPRAISALS),
    *parts("prolongations", legal.PROLONGATIONS),
    *parts("submissions", legal.SUBMISSIONS),
    *parts("replies", legal.REPLIES),
    *parts("assessments", legal.ASSESSMENTS),
    *parts("failings", legal.FAILINGS),
    *parts("fines", legal.FINES),
    *parts("responsible", part.HANDLINGS),
    *parts("trainings", part.TRAININGS),
    path("training-files/<int:pk>/", investigation.training_file, name="training_file"),
]
