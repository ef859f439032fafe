from django.test import SimpleTestCase

from overview.pictures.canvas import WIDE, Canvas
from overview.pictures.lettering import fits, shortened, width_of, wrapped
from overview.pictures.scales import nice, shade
from overview.pictures.svg import element


class ScalesTest(SimpleTestCase):
    def test_ticks_are_round_and_reach_the_greatest(self):
        self.assertEqual(nice(0), [0, 1])
        self.assertEqual(nice(3), [0, 1, 2, 3])
        self.assertEqual(nice(35, 3), [0, 20, 40])
        self.assertEqual(nice(401, 4), [0, 200, 400, 600])
        for most in range(1, 3000, 7):
            ticks = nice(most)
            self.assertGreaterEqual(ticks[-1], most)
            self.assertLessEqual(len(ticks), 5)

    def test_few_counts_have_a_shade_each_and_many_share_five(self):
        self.assertEqual([shade(count, 1) for count in (0, 1)], [0, 3])
        self.assertEqual([shade(count, 5) for count in range(6)], [0, 1, 2, 3, 4, 5])
        self.assertEqual([shade(count, 100) for count in (1, 20, 21, 80, 100)], [1, 1, 2, 4, 5])
        for most in range(1, 40):
            shades = [shade(count, most) for count in range(1, most + 1)]
            self.assertEqual(shades, sorted(shades))
            self.assertTrue({*shades} <= {1, 2, 3, 4, 5})


class LetteringTest(SimpleTestCase):
    def test_chinese_is_as_wide_as_it_is_high(self):
        self.assertEqual(width_of("高处坠落", 10), 40)

    def test_a_long_name_ends_in_an_ellipsis_and_fits(self):
        text = shortened("云岭青石岭矿业有限公司石料加工二车间", 120)

        self.assertTrue(text.endswith("…"))
        self.assertTrue(fits(text, 120))
        self.assertEqual(shortened("fire", 120), "fire")

    def test_lines_are_of_about_the_same_length(self):
        self.assertEqual(wrapped("机械伤害", 44, 4, 11), ["机械伤害"])
        self.assertEqual(wrapped("机械伤害", 42, 4, 11), ["机械", "伤害"])
        self.assertEqual(wrapped("fall from height", 66, 4, 11), ["fall from", "height"])
        self.assertEqual(wrapped("", 66, 4), [""])

    def test_what_does_not_fit_into_the_lines_is_shortened(self):
        lines = wrapped("fall on the level or from a low height", 60, 2, 11)

        self.assertEqual(len(lines), 2)
        self.assertTrue(lines[-1].endswith("…"))


class MarkupTest(SimpleTestCase):
    def test_it_escapes_what_it_is_given(self):
        self.assertEqual(element("text", "<b>&", x=1.26), '<text x="1.3">&lt;b&gt;&amp;</text>')

    def test_the_picture_is_as_high_as_what_is_drawn(self):
        canvas = Canvas(WIDE)
        canvas.bar(0, 0, 10, 50, "bar")
        canvas.text(0, 80, "Below")

        self.assertIn('viewBox="0 0 720 86"', canvas.svg("Label", "Title", "Words"))

    def test_what_is_thin_can_still_be_pressed_and_what_leads_nowhere_cannot(self):
        canvas = Canvas(WIDE)
        canvas.link("/x/", "One", 1, 100, 0, 1, 20)
        canvas.link("", "None", 1, 100, 0, 1, 20)

        self.assertEqual(len(canvas.links), 1)
        self.assertIn('width="6"', canvas.links[0])
