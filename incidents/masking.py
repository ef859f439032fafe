"""Names as they are written where nobody needs to know them."""


def masked(name):
    """As public reports write somebody: 张某, W. Empty where nobody is named."""
    if not name:
        return ""
    first = name.strip()[:1]
    return f"{first}某" if "\u3400" <= first <= "\u9fff" else f"{first}."
