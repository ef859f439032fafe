"""A record that is chosen by typing a part of its name: the first that fit are offered as choices.

It works without JavaScript: the form comes back with the choices. With it they stand there while one types.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .. import divisions
from ..models import Organization, Region

MOST_FOUND = 20
LONGEST = 120


class SearchWidget(forms.TextInput):
    template_name = "accounts/_place_search.html"
    found = ()  # (value, label) of what fits what was typed
    typed = chosen = None

    def value_from_datadict(self, data, files, name):
        """What was chosen, as long as the text is still the one for which the choices were offered."""
        self.typed = data.get(name)
        if self.typed == data.get(f"{name}_asked"):
            self.chosen = data.get(f"{name}_choice")
        return self.chosen or self.typed

    def get_context(self, name, value, attrs):
        asked = value if self.typed is None else self.typed
        context = super().get_context(name, asked, attrs)
        return context | {"found": self.found, "name": name, "asked": asked, "chosen": self.chosen}


class SearchField(forms.Field):
    """`found` lists (value, label, record) of what `text` may mean; a value or a label names one of them."""

    widget = SearchWidget
    address = ""

    def __init__(self, **options):
        super().__init__(**options)
        attrs = {"maxlength": LONGEST, "autocomplete": "off", "hx-get": reverse_lazy(self.address)}
        self.widget.attrs |= attrs

    def to_python(self, value):
        text = " ".join((value or "").replace("\0", "").split())[:LONGEST]
        if not text:
            return None
        found = self.found(text)
        exact = [record for value, label, record in found if text in (value, label, str(record))]
        if len(found) == 1 or len(exact) == 1:
            one = (exact or [found[0][2]])[0]
            if self.widget.chosen:
                self.offer([row for row in found if row[2] is one])  # it stays chosen when the form comes back
            return one
        self.offer(found)
        raise ValidationError(self.several() if found else self.nothing(text))

    def offer(self, found):
        self.widget.found = [(value, label) for value, label, _record in found]

    def prepare_value(self, value):
        return value if value is None or isinstance(value, str) else self.name_of(value)

    def several(self):
        return _("Several fit. Choose the one that is meant.")


class RegionField(SearchField):
    """A region that is here already, or one of China's divisions, which becomes a region when the form is kept."""

    address = "accounts:find_region"

    def name_of(self, region):
        return f"{region.code} · {region.full_name}"

    def found(self, text):
        code = text.split(" ")[0].upper()
        there = Region.objects.filter(name__icontains=text) | Region.objects.filter(name_en__icontains=text)
        there |= Region.objects.filter(code__startswith=code)
        regions = {region.code: region for region in there.distinct()[:MOST_FOUND]}
        # a label begins with the code, so its words are not searched again
        for division in divisions.search(code if code in divisions.divisions() else text):
            regions.setdefault(division.code, division)
        if code in regions:
            regions = {code: regions[code]} if text != code else {code: regions[code], **regions}
        return [(r.code, self.name_of(r), r) for r in list(regions.values())[:MOST_FOUND]]

    def nothing(self, text):
        return _("No region is called “%(text)s”. Type a part of the name, or the code, of a county.") % {
            "text": text[:80]
        }


class OrganizationField(SearchField):
    address = "accounts:find_organization"

    def name_of(self, organization):
        return " · ".join(filter(None, [str(organization), organization.registration_code]))

    def found(self, text):
        standing = Organization.objects.standing()
        if text.isascii() and text.isdecimal() and len(text) <= 18 and (one := standing.filter(pk=text).first()):
            return [(str(one.pk), self.name_of(one), one)]
        code = standing.filter(registration_code=text.rpartition(" · ")[2]).exclude(registration_code="")
        named = standing.named(text) | standing.filter(registration_code__istartswith=text) | code
        return [(str(o.pk), self.name_of(o), o) for o in named.distinct().order_by("name", "pk")[:MOST_FOUND]]

    def nothing(self, text):
        return _("No organization is called “%(text)s”. Add the organization first.") % {"text": text[:80]}


HELP_REGION = gettext_lazy("Type a part of the name or the code, for example 渝中 or 500103, and choose.")
