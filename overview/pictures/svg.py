"""Elements of SVG as text: attributes and classes only, as a strict content security policy wants it."""

from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join


def element(name, *content, **attributes):
    """`element("rect", x=1.25, class_="pic-bar")`; attributes that are None are left out, content is escaped."""
    given = {key.rstrip("_").replace("_", "-"): plain(value) for key, value in attributes.items() if value is not None}
    return format_html("<{0}{1}>{2}</{0}>", name, flatatt(given), together(content))


def together(parts):
    return format_html_join("", "{}", ((part,) for part in parts))


def plain(value):
    """Lengths to a tenth of a unit: what nobody can see makes pages long."""
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return str(value)
