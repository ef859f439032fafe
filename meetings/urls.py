from django.urls import path

from . import views
from .deciding import decide, decide_by, give

app_name = "meetings"
urlpatterns = [
    path("", views.meetings, name="list"),
    path("new/", views.new, name="new"),
    path("<int:pk>/", views.meeting, name="meeting"),
    path("<int:pk>/edit/", views.edit, name="edit"),
    path("<int:pk>/void/", views.void, name="void"),
    path("<int:pk>/give/", give, name="give"),
    path("<int:pk>/actions/<int:action>/", decide, name="decide"),
    path("<int:pk>/actions/<int:action>/<verb:verb>/", decide_by, name="decide_by"),
]
