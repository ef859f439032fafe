from django.urls import include, path

from . import admin, bare, bare_overview

urlpatterns = [
    path("bench/bare/incidents/", bare.incidents),
    path("bench/bare/actions/", bare.actions),
    path("bench/bare/incidents/<int:pk>/", bare.incident),
    path("bench/bare/overview/", bare_overview.overview),
    path("bench/admin/", admin.site.urls),
    path("", include("config.urls")),
]
