from unittest import mock

from django.db import OperationalError
from django.test import TestCase


class SecurityHeadersTestCase(TestCase):
    def test_every_answer_forbids_foreign_and_inline_code(self):
        for url in ("/healthz", "/accounts/login/", "/", "/no-such-page/"):
            with self.subTest(url):
                headers = self.client.get(url).headers

                policy = headers["Content-Security-Policy"]
                self.assertIn("default-src 'none'", policy)
                self.assertIn("script-src 'self'", policy)
                self.assertIn("style-src 'self'", policy)
                self.assertIn("frame-ancestors 'none'", policy)
                self.assertNotIn("unsafe", policy)
                self.assertEqual(headers["X-Content-Type-Options"], "nosniff")
                self.assertEqual(headers["Referrer-Policy"], "same-origin")
                self.assertEqual(headers["Cross-Origin-Opener-Policy"], "same-origin")
                self.assertIn("payment=()", headers["Permissions-Policy"])


class HealthTestCase(TestCase):
    def test_it_answers_without_signing_in(self):
        response = self.client.get("/healthz", headers={"host": "10.0.0.7"})

        self.assertEqual((response.status_code, response.json()), (200, {"status": "ok"}))

    def test_it_says_when_the_database_does_not_answer(self):
        down = mock.patch("config.health.connection.cursor", side_effect=OperationalError)
        with down, self.assertLogs("django.request"):
            response = self.client.get("/healthz")

        self.assertEqual(response.status_code, 503)
