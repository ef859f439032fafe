from django.apps import AppConfig


class OverviewConfig(AppConfig):
    name = "overview"

    def ready(self):
        from outbox import subjects

        from .sheet.by_mail import SheetsByMail

        subjects.register("sheet", SheetsByMail())
