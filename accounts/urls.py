from django.urls import path

from . import views

app_name = "accounts"
urlpatterns = [
    path("profile/", views.profile, name="profile"),
    path("sites/<int:pk>/candidates/", views.candidates, name="candidates"),
    path("language/", views.language, name="language"),
]
