from django.urls import path

from .views import profile

app_name = "accounts"
urlpatterns = [
    path("profile/", profile.profile, name="profile"),
    path("sites/<int:pk>/candidates/", profile.candidates, name="candidates"),
    path("language/", profile.language, name="language"),
]
