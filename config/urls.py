from django.urls import include, path

from incidents.views.matrix import matrix
from incidents.views.rules import rules

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("incidents/", include("incidents.urls")),
    path("actions/", include("actions.urls")),
    path("alerts/", include("alerts.urls")),
    path("rules/", rules, name="rules"),
    path("rules/matrix/", matrix, name="matrix"),
    path("", include("outbox.urls")),
    path("", include("accounts.urls")),
    path("", include("overview.urls")),
    path("meetings/", include("meetings.urls")),
    path("", include("documents.urls")),
]
