from django.urls import include, path

urlpatterns = [
    path("accounts/", include("allauth.account.urls")),
    path("incidents/", include("incidents.urls")),
    path("actions/", include("actions.urls")),
    path("", include("outbox.urls")),
    path("", include("accounts.urls")),
    path("", include("overview.urls")),
]
