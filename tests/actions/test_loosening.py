from django.core.exceptions import PermissionDenied

from tests.base import NOW, BaseTestCase


class LooseningTestCase(BaseTestCase):
    """Sun is a safety manager of the enterprise and owns this action."""

    def setUp(self):
        self.action = self.make_action(owner=self.sun)

    def test_its_owner_cannot_reword_what_was_promised(self):
        with self.assertRaises(PermissionDenied):
            self.action.edit(by=self.sun, now=NOW, criterion="Something easier")

    def test_its_owner_cannot_declare_it_void(self):
        with self.assertRaises(PermissionDenied):
            self.action.void(by=self.sun, now=NOW, note="Not needed")
        self.assertNotIn("void", self.action.moves_open_to(self.sun))

    def test_another_safety_manager_can(self):
        self.action.edit(by=self.li, now=NOW, criterion="Every edge above 2 m")
        self.action.void(by=self.li, now=NOW, note="Entered twice")

        self.assertEqual(self.action.status, "void")
