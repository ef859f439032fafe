from django.urls import path

from . import incident, search, views

app_name = "overview"
urlpatterns = [
    path("", views.home, name="home"),
    path("late/", views.late, name="late"),
    path("incidents/<int:pk>/", incident.incident, name="incident"),
    path("search/", search.search, name="search"),
    path("search/glance/", search.glance, name="glance"),
    path("causes/", views.causes, name="causes"),
]
