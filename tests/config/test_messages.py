import io
import shutil
import tempfile
from pathlib import Path

from django.core.management import CommandError, call_command
from django.test import SimpleTestCase, override_settings

PYTHON = """
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

_("Late")
gettext_lazy("%(name)s is late.")
ngettext("%(count)s day", "%(count)s days", 3)
pgettext("month", "May")
"""
TEMPLATE = """
{% load i18n %}
<p title="{% translate "Owner" %}">{{ _("Verifier") }}</p>
  {% blocktranslate trimmed count count=days %}
    {{ count }} action of {{ name }}
  {% plural %}
    {{ count }} actions of {{ name }}
  {% endblocktranslate %}
"""
CHINESE = {
    "Late": "逾期",
    "%(name)s is late.": "%(name)s已逾期。",
    "%(count)s day": "%(count)s天",
    "May": "五月",
    "Owner": "责任人",
    "Verifier": "验收人",
    "%(count)s action of %(name)s": "%(name)s的%(count)s项措施",
}


class MessagesTestCase(SimpleTestCase):
    def setUp(self):
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        (self.folder / "app" / "templates").mkdir(parents=True)
        (self.folder / "app" / "views.py").write_text(PYTHON)
        (self.folder / "app" / "templates" / "page.html").write_text(TEMPLATE)
        settings = override_settings(BASE_DIR=self.folder, LOCALE_PATHS=[self.folder / "locale"])
        settings.enable()
        self.addCleanup(settings.disable)
        self.file = self.folder / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"

    def collect(self):
        call_command("messages", stdout=io.StringIO())
        return self.file.read_text()

    def translate(self):
        text = self.collect()
        for english, chinese in CHINESE.items():
            head, tail = text.split(f'msgid "{english}"', 1)
            tail = tail.replace('msgstr ""', f'msgstr "{chinese}"', 1).replace(
                'msgstr[0] ""', f'msgstr[0] "{chinese}"', 1
            )
            # A text has one of the two forms; the other replacement hit the next text.
            form = "msgstr[0]" if "msgid_plural" in tail.split("\n\n")[0] else "msgstr"
            tail = text.split(f'msgid "{english}"', 1)[1].replace(f'{form} ""', f'{form} "{chinese}"', 1)
            text = f'{head}msgid "{english}"{tail}'
        self.file.write_text(text)
        return text

    def complaints(self):
        stderr = io.StringIO()
        try:
            call_command("messages", "--check", stderr=stderr)
        except CommandError:
            return stderr.getvalue()
        return ""

    def test_it_finds_the_texts_of_python_and_templates(self):
        text = self.collect()

        for english in CHINESE:
            self.assertIn(f'msgid "{english}"', text)
        self.assertIn('msgctxt "month"', text)
        self.assertIn('msgid_plural "%(count)s actions of %(name)s"', text)
        self.assertIn("#: app/templates/page.html\n", text)
        self.assertNotIn("20", text.split("\n\n")[0], "no dates")

    def test_it_keeps_translations_and_accepts_a_complete_catalogue(self):
        text = self.translate()

        self.assertEqual(self.collect(), text)
        self.assertEqual(self.complaints(), "")

    def test_it_names_what_is_untranslated(self):
        self.collect()

        self.assertIn("untranslated: “Late” (app/views.py)", self.complaints())

    def test_it_names_what_is_fuzzy(self):
        text = self.translate().replace('msgid "Late"', '#, fuzzy\nmsgid "Late"')
        self.file.write_text(text)

        self.assertIn("fuzzy: “Late”", self.complaints())

    def test_it_names_what_is_new_or_gone(self):
        self.translate()
        (self.folder / "app" / "views.py").write_text(PYTHON.replace('_("Late")', '_("Overdue")'))

        complaints = self.complaints()

        self.assertIn("not in the catalogue: “Overdue”", complaints)
        self.assertIn("no longer in the source: “Late”", complaints)

    def test_it_names_placeholders_that_differ(self):
        for wrong in ("%(nmae)s已逾期。", "已逾期。", "%(name)d已逾期。"):
            with self.subTest(wrong):
                self.file.write_text(self.translate().replace("%(name)s已逾期。", wrong))

                self.assertIn("other placeholders than in the source: “%(name)s is late.”", self.complaints())

    def test_it_compiles(self):
        self.translate()

        call_command("messages", "--compile")

        self.assertIn("责任人".encode(), self.file.with_suffix(".mo").read_bytes())
