"""Elements of SVG as text: attributes and classes only, as a strict content security policy wants it."""

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString


def element(name, *content, **attributes):
    """`element("rect", x=1.25, class_="pic-bar")`; attributes that are None are left out, all that is given is escaped.

    By hand and not with `format_html`: a page of pictures has some thousands of them.
    """
    given = "".join(f' {called(key)}="{written(value)}"' for key, value in attributes.items() if value is not None)
    return SafeString(f"<{name}{given}>{together(content)}</{name}>")


def together(parts):
    return SafeString("".join([conditional_escape(part) for part in parts]))


def called(key):
    """class_ is class, text_anchor is text-anchor."""
    return key.rstrip("_").replace("_", "-")


def written(value):
    """Lengths to a tenth of a unit: what nobody can see makes pages long."""
    if isinstance(value, float):
        return f"{value:.1f}".removesuffix(".0")
    return conditional_escape(value)
