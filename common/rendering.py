"""How forms are drawn."""

from django.forms import Select
from django.forms.renderers import TemplatesSetting
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join


class Renderer(TemplatesSetting):
    """By our templates; only choices are not: a list with its filters has some hundred of them, each a template."""

    def render(self, template_name, context, request=None):
        if template_name == Select.template_name:
            return select(context["widget"])
        return super().render(template_name, context, request)


def select(widget):
    groups = (
        format_html('<optgroup label="{}">{}</optgroup>', name, options(choices)) if name else options(choices)
        for name, choices, _place in widget["optgroups"]
    )
    groups = format_html_join("", "{}", ((group,) for group in groups))
    return format_html('<select name="{}"{}>{}</select>', widget["name"], flatatt(widget["attrs"]), groups)


def options(choices):
    rows = ((str(choice["value"]), flatatt(choice["attrs"]), choice["label"]) for choice in choices)
    return format_html_join("\n", '<option value="{}"{}>{}</option>', rows)
