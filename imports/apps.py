from django.apps import AppConfig


class ImportsConfig(AppConfig):
    name = "imports"

    def ready(self):
        from accounts import following

        from .models import ImportRow, move_to

        following.register(ImportRow, "site", move_to)
