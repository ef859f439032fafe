"""How bad and how likely: the matrix of an installation in its versions, and what an incident was rated by it."""

from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from accounts.scope import seen_with
from common import locks
from common.lifecycle import AlreadyMoved

from .incident import Incident
from .part import take_turns

SMALLEST, LARGEST = 2, 7  # consequences, and likelihoods
FEWEST_LEVELS, MOST_LEVELS = 2, 5
COLOURS = {  # the four colours of risk, and grey; the word beside it carries the meaning
    "red": gettext_lazy("red"),
    "orange": gettext_lazy("orange"),
    "yellow": gettext_lazy("yellow"),
    "blue": gettext_lazy("blue"),
    "grey": gettext_lazy("grey"),
}


@dataclass(frozen=True)
class Words:
    """A word of the matrix, in one or both languages. `colour` only where it is a level."""

    zh: str
    en: str = ""
    colour: str = ""

    def __str__(self):
        chinese = (get_language() or "").startswith("zh")
        return (chinese and self.zh) or self.en or self.zh


class MatrixQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The matrix is the same for everybody who signs in."""
        return self

    def newest(self):
        return self.order_by("-number").first()


class Matrix(models.Model):
    """One version of the matrix. Append-only, by a trigger: what was rated by it stays readable as it was.

    `consequences` and `likelihoods`: words from the least to the most. `levels`: words with a colour, from the least to
    the most. `cells[consequence][likelihood]`: the index of the level.
    """

    number = models.PositiveIntegerField(unique=True)
    consequences = models.JSONField()
    likelihoods = models.JSONField()
    levels = models.JSONField()
    cells = models.JSONField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()

    objects = MatrixQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("matrix")
        verbose_name_plural = gettext_lazy("versions of the matrix")
        ordering = ["-number"]

    def __str__(self):
        return _("Matrix, version %(number)d") % {"number": self.number}

    @cached_property
    def words(self):
        """{consequences, likelihoods, levels: [Words]}"""
        names = ("consequences", "likelihoods", "levels")
        return {name: [Words(**word) for word in getattr(self, name)] for name in names}

    def level(self, consequence, likelihood):
        return self.words["levels"][self.cells[consequence][likelihood]]

    def rows(self, ratings=()):
        """(consequence, [(level, [what is rated so])]) of each row, the worst first."""
        marks = {(rating.consequence, rating.likelihood, rating.get_kind_display()) for rating in ratings}
        places = range(len(self.likelihoods))
        for bad in reversed(range(len(self.consequences))):
            fields = [(self.level(bad, j), sorted(kind for i, k, kind in marks if (i, k) == (bad, j))) for j in places]
            yield self.words["consequences"][bad], fields

    @classmethod
    @transaction.atomic
    def replace(cls, *, by, now, since, **facts):
        """A new version from the facts of one. `since`: the number of the version that it replaces."""
        if not by.is_administrator:
            raise PermissionDenied
        locks.take_turns("matrix")
        newest = cls.objects.newest()
        if newest.number != since:
            raise AlreadyMoved
        if all(getattr(newest, name) == value for name, value in facts.items()):
            raise ValidationError(_("Nothing was changed."))
        refuse_bad_matrix(**facts)
        return cls.objects.create(number=since + 1, made_by=by, made_at=now, **facts)


def refuse_bad_matrix(*, consequences, likelihoods, levels, cells):
    sizes = len(consequences), len(likelihoods)
    if not all(SMALLEST <= size <= LARGEST for size in sizes) or not FEWEST_LEVELS <= len(levels) <= MOST_LEVELS:
        raise ValidationError(_("The matrix is too small or too large."))
    if len(cells) != sizes[0] or any(len(row) != sizes[1] for row in cells):
        raise ValidationError(_("Each field of the matrix needs a level."))
    if any(level not in range(len(levels)) for row in cells for level in row):
        raise ValidationError(_("Each field of the matrix needs a level."))
    sinking = any(row[place] > row[place + 1] for row in cells for place in range(sizes[1] - 1))
    falling = any(cells[place][j] > cells[place + 1][j] for place in range(sizes[0] - 1) for j in range(sizes[1]))
    if sinking or falling:
        raise ValidationError(
            _("A field is lower than one that is less bad or less likely. Levels rise to the right and upwards.")
        )


class Rating(models.Model):
    """How severe an incident was or could have been, by one version of the matrix. The newest of a kind holds.

    Append-only, by a trigger.
    """

    class Kind(models.TextChoices):
        ACTUAL = "actual", gettext_lazy("As it was")
        POTENTIAL = "potential", gettext_lazy("As it could have been")

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="ratings")
    kind = models.CharField(gettext_lazy("what is rated"), max_length=12, choices=Kind)
    matrix = models.ForeignKey(Matrix, models.PROTECT, related_name="+")
    consequence = models.PositiveSmallIntegerField(gettext_lazy("consequence"))
    likelihood = models.PositiveSmallIntegerField(gettext_lazy("likelihood"))
    reason = models.TextField(gettext_lazy("why"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    form_key = models.UUIDField(null=True, unique=True, editable=False)  # a form sent twice makes one record

    objects = seen_with("incident")

    class Meta:
        verbose_name = gettext_lazy("rating")
        verbose_name_plural = gettext_lazy("ratings")
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.level}"

    @property
    def level(self):
        return self.matrix.level(self.consequence, self.likelihood)

    @property
    def consequence_word(self):
        return self.matrix.words["consequences"][self.consequence]

    @property
    def likelihood_word(self):
        return self.matrix.words["likelihoods"][self.likelihood]

    @classmethod
    @transaction.atomic
    def give(cls, incident, *, by, now, kind, matrix, consequence, likelihood, reason, since, form_key=None):
        """Rate it by the newest matrix. `since`: the key of the newest rating that was looked at, or 0."""
        if not incident.may(by, "investigate"):
            raise PermissionDenied
        take_turns(incident)
        if form_key and (sent := cls.objects.filter(form_key=form_key, by=by).first()):
            return sent
        if matrix != Matrix.objects.newest() or incident.ratings.filter(kind=kind, pk__gt=since).exists():
            raise AlreadyMoved
        if consequence not in range(len(matrix.consequences)) or likelihood not in range(len(matrix.likelihoods)):
            raise ValidationError(_("This is no field of the matrix."))
        rating = cls.objects.create(
            incident=incident,
            kind=kind,
            matrix=matrix,
            consequence=consequence,
            likelihood=likelihood,
            reason=reason,
            by=by,
            at=now,
            form_key=form_key,
        )
        incident.record("rated", by=by, now=now, note=reason)
        return rating
