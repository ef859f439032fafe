"""What the database keeps to be searched, and what is asked of it."""

from django.apps import apps
from django.db import connection
from django.test import SimpleTestCase, TestCase

from common import numbers
from common.search import Asked, Searchable


class TokensTestCase(TestCase):
    def tokens(self, *parts):
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT tsvector_to_array(doc_tokens({', '.join(['%s'] * len(parts))}))", parts)
            return set(cursor.fetchone()[0])

    def test_it_makes_tokens(self):
        for text, tokens in (
            ("坍塌事故", {"坍塌", "塌事", "事故", "故"}),
            ("坍", {"坍"}),
            ("3号炉", {"3", "号炉", "炉"}),
            ("３号炉", {"3", "号炉", "炉"}),
            ("𠮷野家", {"𠮷野", "野家", "家"}),
            ("李·伟", {"李", "伟"}),
            ("バルブ", {"バル", "ルブ", "ブ"}),
            ("I-2026-000123", {"i", "2026", "000123"}),
            ("“8·27”", {"8", "27", "8.27"}),
            ("８．２７", {"8", "27", "8.27"}),
            ("08-27", {"08", "27", "8.27"}),
            ("8月27日", {"8", "月", "27", "日", "8.27"}),
            ("2026-08-27", {"2026", "08", "27", "8.27"}),
            ("2026-000127", {"2026", "000127"}),
            ("-5%", {"5"}),
            ("falls", {"falls", "fall"}),
            ("🔥burn!", {"burn"}),
            ("o'clock e@x.org", {"o", "clock", "e", "x", "org"}),
            ("", set()),
            ("’ & | ! ( ) : * \\", set()),
        ):
            with self.subTest(text):
                self.assertEqual(self.tokens(text), tokens)

    def test_it_takes_any_length(self):
        self.assertIn("坍塌", self.tokens("坍塌" + "一二三四五六七八九十" * 50_000))
        self.assertIn("事故", self.tokens("事故" + "".join(chr(0x4E00 + n % 20_000) for n in range(300_000))))
        self.assertIn("a", self.tokens("a " + "x" * 200_000))

    def test_every_model_says_what_its_table_keeps(self):
        """SEARCHED is what the generated column is made of, in the same order."""
        with connection.cursor() as cursor:
            for model in apps.get_models():
                if not isinstance(model._default_manager.all(), Searchable):
                    continue
                with self.subTest(model.__name__):
                    cursor.execute(
                        "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef JOIN pg_attribute ON attrelid = adrelid"
                        " AND attnum = adnum WHERE adrelid = %s::regclass AND attname = 'tokens'",
                        [model._meta.db_table],
                    )
                    made_of = cursor.fetchone()[0].partition("ARRAY[")[2].partition("]")[0]
                    columns = [part.split("::")[0].strip("() ") for part in made_of.split(",")]
                    self.assertEqual(columns, [model._meta.get_field(name).column for name in model.SEARCHED])

    def test_no_select_carries_the_tokens_along(self):
        for model in apps.get_models():
            with self.subTest(model.__name__):
                self.assertNotIn("tokens", str(model._default_manager.all().query))


class AskedTestCase(SimpleTestCase):
    def test_it_reads_what_people_type(self):
        for text, words in (
            ("坍塌", ["坍塌"]),
            ("3号炉", ["3", "号炉"]),
            ("Falling  bricks", ["falling", "bricks"]),
            ("8.27", ["8.27"]),
            ("８．２７", ["8.27"]),
            ("8・27 坍塌", ["8.27", "坍塌"]),
            ("“8•27”", ["8.27"]),
            ("8月27日坍塌", ["8.27", "坍塌"]),
            ("2026-08-27", ["2026", "8.27"]),
            ("坍塌 坍塌", ["坍塌"]),
            ("a\0b\ud800c", ["a", "b", "c"]),
            ("' & | ! ( ) : * <-> \\", []),
            ("", []),
            ("۳۵", ["۳۵"]),
            ("‮مرحبا🔥", ["مرحبا"]),
        ):
            with self.subTest(text):
                self.assertEqual([word.text for word in Asked(text).words], words)

    def test_it_reads_phrases(self):
        for text, phrases in (
            ('"坍塌事故" 宏远', ["坍塌事故"]),
            ("“坍塌事故”", ["坍塌事故"]),
            ("「a b」", ["a b"]),
            ("××公司“8·27”坍塌", []),
            ('"half', []),
            ('"!"', []),
        ):
            with self.subTest(text):
                self.assertEqual(Asked(text).phrases, phrases)

    def test_it_reads_no_more_than_a_line(self):
        self.assertEqual(len(Asked("字" * 10_000).words[0].text), 100)

    def test_it_finds_the_places_to_mark(self):
        for text, query, marked in (
            ("一般坍塌事故", "坍塌", ["坍塌"]),
            ("塌方事故", "坍塌事故", ["事故"]),
            ("“8·27”与8月27日", "8.27", ["8·27", "8月27"]),
            ("18·27", "8.27", []),
            ("12 workers, 112 more", "12", ["12"]),
            ("３号炉", "3号炉", ["３", "号炉"]),
            ("Falls and a fall", "falling", ["Falls", "fall"]),
            ("a+b", "b", ["b"]),
            ("nothing", "…", []),
        ):
            with self.subTest(text):
                self.assertEqual([text[start:end] for start, end in Asked(query).spans(text)], marked)


class NumbersTestCase(SimpleTestCase):
    def test_a_number_is_read_in_any_spelling(self):
        for text in (
            "I-2026-000123",
            "i2026 123",
            "i-2026-123",
            " Ｉ－２０２６－０００１２３ ",
            "I2026000123",
            "i 2026/0123",
        ):
            with self.subTest(text):
                self.assertEqual(numbers.read(text, "I"), "I-2026-000123")

    def test_what_is_not_certainly_a_number_is_not_read(self):
        for text in ("2026-123", "A-2026-000123", "I-2026", "I-3026-1", "I-2026-1 fire", "", "I-2026-1234567890"):
            with self.subTest(text):
                self.assertIsNone(numbers.read(text, "I"))
