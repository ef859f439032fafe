from django.urls import path

from . import incident, views

app_name = "overview"
urlpatterns = [
    path("", views.home, name="home"),
    path("late/", views.late, name="late"),
    path("incidents/<int:pk>/", incident.incident, name="incident"),
    path("causes/", views.causes, name="causes"),
]
