from django.urls import path, register_converter

from .converters import TypedConverter
from .views import appointments, calendars, exposures, invitations, keeping, merging, people, places, profile

register_converter(TypedConverter, "typed")

app_name = "accounts"
urlpatterns = [
    path("profile/", profile.profile, name="profile"),
    path("sites/", places.site_list, name="sites"),
    path("sites/new/", keeping.add_site, name="add_site"),
    path("sites/<int:pk>/edit/", keeping.edit_site, name="edit_site"),
    path("sites/<int:pk>/aliases/", keeping.site_aliases, name="site_aliases"),
    path("sites/<int:pk>/merge/", merging.merge_site, name="merge_site"),
    path("organizations/", places.organization_list, name="organizations"),
    path("organizations/new/", keeping.add_organization, name="add_organization"),
    path("organizations/doubles/", merging.doubles, name="doubles"),
    path("organizations/find/", keeping.find_organization, name="find_organization"),
    path("organizations/<int:pk>/edit/", keeping.edit_organization, name="edit_organization"),
    path("organizations/<int:pk>/aliases/", keeping.organization_aliases, name="organization_aliases"),
    path("organizations/<int:pk>/merge/", merging.merge_organization, name="merge_organization"),
    path("organizations/<int:pk>/exposures/<int:year>/", exposures.of_organization, name="organization_exposures"),
    path("regions/<int:pk>/exposures/<int:year>/", exposures.of_region, name="region_exposures"),
    path("regions/new/", keeping.add_region, name="add_region"),
    path("regions/find/", keeping.find_region, name="find_region"),
    path("people/", people.people, name="people"),
    path("people/new/", people.add, name="add_person"),
    path("people/<int:pk>/edit/", people.edit, name="edit_person"),
    path("people/<int:pk>/absence/", people.absence, name="absence"),
    path("people/<int:pk>/deactivate/", people.deactivate, name="deactivate"),
    path("people/<int:pk>/reactivate/", people.reactivate, name="reactivate"),
    path("people/<int:pk>/appoint/", appointments.appoint, name="appoint"),
    path("people/<int:pk>/invite/", invitations.invite, name="invite"),
    path("people/<int:pk>/code/", invitations.print_code, name="print_code"),
    path("people/<int:pk>/revoke/", invitations.revoke, name="revoke_invitation"),
    path("appointments/<int:pk>/edit/", appointments.edit, name="edit_appointment"),
    path("appointments/<int:pk>/end/", appointments.end, name="end_appointment"),
    path("typed/<typed:kind>/", people.typed, name="typed"),
    path("invitation/", invitations.invitation, name="invitation"),
    path("invitation/password/", invitations.accept, name="accept_invitation"),
    path("invitation/<str:secret>/", invitations.open_invitation, name="open_invitation"),
    path("sites/<int:pk>/candidates/", profile.candidates, name="candidates"),
    path("calendars/", calendars.calendars, name="calendars"),
    path("calendars/<str:country>/<int:year>/", calendars.country_calendar, name="country_calendar"),
    path("calendars/organizations/<int:pk>/<int:year>/", calendars.organization_calendar, name="organization_calendar"),
    path("candidates/", profile.acquaintances, name="acquaintances"),
    path("language/", profile.language, name="language"),
]
