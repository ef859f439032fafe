from django.apps import AppConfig


class OverviewConfig(AppConfig):
    name = "overview"

    def ready(self):
        from outbox import subjects

        from .weekly import WeeklySheet

        subjects.register("sheet", WeeklySheet())
