"""A loss as people write it."""

from django import forms
from django.core.exceptions import ValidationError

from ..rules import money


class LossField(forms.DecimalField):
    """An amount in yuan, also as 约300万元 or 三百万元; words such as 不详 mean that it is not known."""

    def to_python(self, value):
        try:
            found = money.parse(str(value or ""))
        except money.NotAnAmount as error:
            raise ValidationError(str(error), code="invalid") from error
        return found and found.yuan

    def calls_it_an_estimate(self, value):
        """Whether the text itself says so; only for one that was read without error."""
        found = money.parse(str(value or ""))
        return bool(found and found.estimated)
