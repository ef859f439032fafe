from django.urls import path

from .views import calendars, profile

app_name = "accounts"
urlpatterns = [
    path("profile/", profile.profile, name="profile"),
    path("sites/<int:pk>/candidates/", profile.candidates, name="candidates"),
    path("calendars/", calendars.calendars, name="calendars"),
    path("calendars/<str:country>/<int:year>/", calendars.country_calendar, name="country_calendar"),
    path("calendars/organizations/<int:pk>/<int:year>/", calendars.organization_calendar, name="organization_calendar"),
    path("language/", profile.language, name="language"),
]
