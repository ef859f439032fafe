from django.urls import path

from .views import ladders, mailbox, running, unsubscribe

app_name = "outbox"
urlpatterns = [
    path("mailbox/", mailbox.mailbox, name="mailbox"),
    path("mailbox/<int:pk>/", mailbox.letter, name="letter"),
    path("unsubscribe/<str:token>/", unsubscribe.unsubscribe, name="unsubscribe"),
    path("reminders/", running.reminders, name="reminders"),
    path("reminders/hold/", running.hold, name="hold"),
    path("reminders/release/", running.release, name="release"),
    path("reminders/people/<int:pk>/try-again/", running.try_again, name="try_again"),
    path("reminders/ladders/", ladders.ladders, name="ladders"),
    path("reminders/ladders/<int:pk>/", ladders.ladder, name="ladder"),
]
