from django import forms
from django.forms.renderers import TemplatesSetting
from django.test import SimpleTestCase

from common.rendering import Renderer


class RenderingTestCase(SimpleTestCase):
    def test_choices_are_drawn_as_django_draws_them(self):
        choices = [("", "all"), ("a<b", "A & B"), ("Places", [(1, "“One”"), (2, "Two")])]
        field = forms.Select(attrs={"class": "wide", "required": True, "disabled": False}, choices=choices)

        for value in ("", "a<b", 2):
            with self.subTest(value):
                ours = field.render("place", value, {"id": "id_place"}, Renderer())
                self.assertHTMLEqual(field.render("place", value, {"id": "id_place"}, TemplatesSetting()), ours)
