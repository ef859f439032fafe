from django.apps import apps
from django.test import SimpleTestCase

OURS = {"accounts", "incidents", "actions", "outbox", "imports", "alerts", "meetings"}
# Rows that say how people are reminded, and whether the reminders run: no record of anybody.
POLICY = {"Ladder", "Step", "LadderChange", "Hold", "Pulse", "Rule", "RuleChange"}


class EveryModelTestCase(SimpleTestCase):
    def test_it_says_who_sees_its_records(self):
        for model in apps.get_models():
            if model._meta.app_label in OURS and model.__name__ not in POLICY:
                with self.subTest(model.__name__):
                    self.assertTrue(hasattr(model.objects.none(), "visible_to"))
