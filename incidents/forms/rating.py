"""How bad, how likely, and why."""

from django import forms
from django.utils.translation import gettext_lazy

from common.forms import OnceForm

from ..models import Matrix, Rating
from .facts import LONGEST_TEXT


def from_the_most(words):
    return [(place, str(word)) for place, word in reversed(list(enumerate(words)))]


class RatingForm(OnceForm):
    """Carries the version of the matrix and the newest rating that the person was looking at."""

    model, maker = Rating, "by"
    matrix = forms.IntegerField(widget=forms.HiddenInput)
    since = forms.IntegerField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        label=gettext_lazy("What do you rate?"), choices=Rating.Kind.choices, widget=forms.RadioSelect
    )
    consequence = forms.TypedChoiceField(label=gettext_lazy("Consequence"), coerce=int, widget=forms.RadioSelect)
    likelihood = forms.TypedChoiceField(
        label=gettext_lazy("Likelihood"),
        coerce=int,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("That it happens again, or that it ends that badly, as things are today."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea({"rows": 3, "maxlength": LONGEST_TEXT}),
    )

    def __init__(self, *args, incident, **kwargs):
        self.incident, self.newest = incident, Matrix.objects.newest()
        kwargs["initial"] = self.looked_at() | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        self.fields["consequence"].choices = from_the_most(self.newest.words["consequences"])
        self.fields["likelihood"].choices = from_the_most(self.newest.words["likelihoods"])

    def looked_at(self):
        last = self.incident.ratings.first()
        return {"matrix": self.newest.pk, "since": last.pk if last else 0}

    def make(self):
        facts = dict(self.cleaned_data)
        facts["matrix"] = Matrix.objects.filter(pk=facts["matrix"]).first()
        return Rating.give(self.incident, by=self.by, now=self.now, **facts)
