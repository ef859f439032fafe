from django.urls import path

from . import closing, fishbone, incident, organization, overview, person, search, site, views
from .pictures import views as pictures
from .rates.views import rates
from .sheet import subscribing
from .sheet import views as sheet

app_name = "overview"
urlpatterns = [
    path("", views.home, name="home"),
    path("overview/", overview.overview, name="overview"),
    path("late/", views.late, name="late"),
    path("incidents/<int:pk>/", incident.incident, name="incident"),
    path("incidents/<int:pk>/closing/", closing.closing, name="closing"),
    path("incidents/<int:pk>/fishbone/", fishbone.fishbone, name="fishbone"),
    path("search/", search.search, name="search"),
    path("search/glance/", search.glance, name="glance"),
    path("sites/<int:pk>/", site.site, name="site"),
    path("people/<int:pk>/", person.person, name="person"),
    path("organizations/<int:pk>/", organization.organization, name="organization"),
    path("overview/sheet/", sheet.sheet, name="sheet"),
    path("overview/by-mail/", subscribing.by_mail, name="by_mail"),
    path("overview/by-mail/resume/", subscribing.resume, name="resume_by_mail"),
    path("overview/by-mail/<slug:key>/", subscribing.preview, name="preview_by_mail"),
    path("overview/by-mail/<slug:key>/stop/", subscribing.stop, name="stop_by_mail"),
    path("overview/rates/", rates, name="rates"),
    path("overview/pictures/", pictures.pictures, name="pictures"),
    path("overview/pictures/telling/", pictures.telling, name="telling_pictures"),
    path("overview/pictures/<slug:name>/", pictures.picture, name="picture"),
    path("causes/", views.causes, name="causes"),
]
