from django.db import models


class Series(models.Model):
    """The last number given out of one kind in one year; see common.numbers."""

    kind = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "year"], name="series_once")]

    def __str__(self):
        return f"{self.kind}-{self.year}"
