from unittest import mock

from django.core.cache import cache
from django.core.checks import run_checks
from django.test import TestCase, override_settings

from config.checks import database_is_utf8


class ChecksTestCase(TestCase):
    databases = {"default"}

    def found(self):
        return {message.id for message in run_checks(include_deployment_checks=True)}

    def test_they_warn_of_an_installation_that_sends_nothing(self):
        files = "django.core.mail.backends.filebased.EmailBackend"
        with override_settings(TRIAL=False, EMAIL_BACKEND=files):
            self.assertIn("config.W001", self.found())
        with override_settings(TRIAL=True, EMAIL_BACKEND=files):
            self.assertNotIn("config.W001", self.found())

    def test_they_warn_of_https_without_a_proxy(self):
        with override_settings(SECURE=True, BEHIND_PROXY=False):
            self.assertIn("config.W002", self.found())
        with override_settings(SECURE=True, BEHIND_PROXY=True):
            self.assertNotIn("config.W002", self.found())

    def test_they_refuse_a_database_that_is_not_utf8(self):
        self.assertEqual(database_is_utf8(None, ["default"]), [])

        with mock.patch("config.checks.connections") as connections:
            cursor = connections.__getitem__.return_value.cursor.return_value.__enter__.return_value
            cursor.fetchone.return_value = ("SQL_ASCII",)
            (error,) = database_is_utf8(None, ["default"])

        self.assertIn("needs UTF8", error.msg)


class CacheTestCase(TestCase):
    def test_its_table_comes_with_the_migrations(self):
        cache.set("attempts", 3)

        self.assertEqual(cache.get("attempts"), 3)
