"""Unified social credit codes for organizations that do not exist, right to the last character."""

from accounts.credit_codes import check_character

WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]


def credit_code(body, region, number):
    """`91` and the region, a running number with its own check character, and the check of the whole."""
    number = f"{number:08d}"
    code = f"{body}{region}{number}{check_of_body(number)}"
    return code + check_character(code)


def check_of_body(number):
    """The ninth character of an organization's number (GB 11714)."""
    total = sum(int(sign, 36) * weight for sign, weight in zip(number, WEIGHTS, strict=True))
    return "0123456789X0"[11 - total % 11]
