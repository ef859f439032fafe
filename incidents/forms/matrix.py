"""The matrix as administrators change it: as many fields as it has words and cells."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from common.forms import RuledForm
from common.lifecycle import AlreadyMoved

from ..models import Matrix
from ..models.matrix import COLOURS, FEWEST_LEVELS, LARGEST, MOST_LEVELS, SMALLEST

LONGEST_WORD = 40
SIZES = {
    "consequences": (gettext_lazy("Steps of consequence"), SMALLEST, LARGEST),
    "likelihoods": (gettext_lazy("Steps of likelihood"), SMALLEST, LARGEST),
    "levels": (gettext_lazy("Number of levels"), FEWEST_LEVELS, MOST_LEVELS),
}
LABELS = {
    "consequences": gettext_lazy("Consequence"),
    "likelihoods": gettext_lazy("Likelihood"),
    "levels": gettext_lazy("Level of risk"),
}


class SizeForm(forms.Form):
    """How many words of each kind."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, (label, least, most) in SIZES.items():
            choices = [(number, str(number)) for number in range(least, most + 1)]
            self.fields[name] = forms.TypedChoiceField(label=label, choices=choices, coerce=int)


class MatrixForm(RuledForm):
    """Of the sizes {kind: number}, filled with the words and cells of `matrix` as far as they reach."""

    since = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args, matrix, sizes, **kwargs):
        self.sizes = sizes
        kwargs["initial"] = {"since": matrix.number} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        for name, size in sizes.items():
            for place in range(size):
                self.add_words(name, place, getattr(matrix, name)[place : place + 1])
        for bad in range(sizes["consequences"]):
            for likely in range(sizes["likelihoods"]):
                self.add_cell(bad, likely, matrix)

    def add_words(self, name, place, given):
        given = given[0] if given else {}
        number = {"number": place + 1, "what": LABELS[name]}
        for language, label in (("zh", _("%(what)s, %(number)d: Chinese")), ("en", _("%(what)s, %(number)d: English"))):
            widget = forms.TextInput({"aria-label": label % number, "autocomplete": "off"})
            self.fields[f"{name}_{place}_{language}"] = forms.CharField(
                label=label % number,
                required=False,
                max_length=LONGEST_WORD,
                widget=widget,
                initial=given.get(language, ""),
            )
        if name == "levels":
            label = _("%(what)s, %(number)d: colour") % number
            self.fields[f"{name}_{place}_colour"] = forms.ChoiceField(
                label=label,
                choices=list(COLOURS.items()),
                initial=given.get("colour"),
                widget=forms.Select({"aria-label": label}),
            )

    def add_cell(self, bad, likely, matrix):
        row = matrix.cells[min(bad, len(matrix.cells) - 1)]
        level = min(row[min(likely, len(row) - 1)], self.sizes["levels"] - 1)
        label = _("Consequence %(bad)d, likelihood %(likely)d") % {"bad": bad + 1, "likely": likely + 1}
        self.fields[f"cell_{bad}_{likely}"] = forms.TypedChoiceField(
            label=label,
            coerce=int,
            initial=level,
            choices=[
                (place, f"{place + 1} {self.word('levels', place)}".strip()) for place in range(self.sizes["levels"])
            ],
            widget=forms.Select({"aria-label": label}),
        )

    def word(self, name, place):
        """The word as it stands in its field at the moment."""
        values = [self[f"{name}_{place}_{language}"].value() or "" for language in ("zh", "en")]
        return next(filter(None, values), "")

    # how the page shows the fields

    def words(self):
        """(label, [the fields of a word]) of each kind of word."""
        for name, size in self.sizes.items():
            yield LABELS[name], [self.fields_of(name, place) for place in range(size)]

    def fields_of(self, name, place):
        return [self[field] for field in self.fields if field.startswith(f"{name}_{place}_")]

    def cells(self):
        """(consequence, [fields]) of each row, the worst first; the heads of the columns are `heads`."""
        for bad in reversed(range(self.sizes["consequences"])):
            cells = [self[f"cell_{bad}_{likely}"] for likely in range(self.sizes["likelihoods"])]
            yield self.word("consequences", bad) or bad + 1, cells

    def heads(self):
        return [self.word("likelihoods", place) or place + 1 for place in range(self.sizes["likelihoods"])]

    def clean(self):
        facts = super().clean()
        for name, size in self.sizes.items():
            for place in range(size):
                field = f"{name}_{place}_zh"
                if field not in self.errors and not facts.get(field) and not facts.get(f"{name}_{place}_en"):
                    self.add_error(field, _("Write a word, in one language at least."))
        return facts

    def save(self):
        given, matrix = self.cleaned_data, {}
        for name, size in self.sizes.items():
            parts = ("zh", "en", "colour") if name == "levels" else ("zh", "en")
            matrix[name] = [{part: given[f"{name}_{place}_{part}"] for part in parts} for place in range(size)]
        matrix["cells"] = [
            [given[f"cell_{bad}_{likely}"] for likely in range(self.sizes["likelihoods"])]
            for bad in range(self.sizes["consequences"])
        ]
        return Matrix.replace(by=self.by, now=self.now, since=given["since"], **matrix)

    @property
    def is_stale(self):
        return self.is_bound and self.data.get("since") != str(Matrix.objects.newest().number)

    def keep(self):
        if self.is_stale:
            raise AlreadyMoved
        return super().keep()
