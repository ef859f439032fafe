from django.urls import path

from . import views

app_name = "documents"
urlpatterns = [
    path("incidents/<int:pk>/documents/", views.documents, name="list"),
    path("incidents/<int:pk>/documents/pack/", views.pack, name="pack"),
    path("incidents/<int:pk>/documents/<slug:name>/", views.document, name="document"),
]
