from django.urls import path

from .views import alerts, rules

app_name = "alerts"
urlpatterns = [
    path("", alerts.alert_list, name="list"),
    path("<int:pk>/", alerts.detail, name="detail"),
    path("<int:pk>/answer/", alerts.answer, name="answer"),
    path("rules/", rules.rules, name="rules"),
    path("rules/new/", rules.new, name="new_rule"),
    path("rules/<int:pk>/", rules.rule, name="rule"),
]
