from django.urls import path, register_converter

from . import bulk_views, views
from .converters import VerbConverter

register_converter(VerbConverter, "verb")

app_name = "actions"
urlpatterns = [
    path("", views.action_list, name="list"),
    path("incomplete/", views.incomplete, name="incomplete"),
    path("new/", views.new, name="new"),
    path("bulk/", bulk_views.change, name="bulk"),
    path("bulk/<int:pk>/", bulk_views.done, name="bulk_done"),
    path("<int:pk>/", views.detail, name="detail"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/evidence/", views.add_evidence, name="add_evidence"),
    path("<int:pk>/<verb:verb>/", views.move, name="move"),
    path("evidence/<int:pk>/", views.evidence, name="evidence"),
]
