"""The matrix that an installation begins with; administrators make others of it."""

from common import clock

CONSEQUENCES = [
    ("轻微，无需休工", "Negligible, no time off"),
    ("轻伤", "Minor injury"),
    ("重伤", "Serious injury"),
    ("1至2人死亡", "One or two deaths"),
    ("3人以上死亡", "Three deaths or more"),
]
LIKELIHOODS = [
    ("极不可能", "Hardly conceivable"),
    ("不太可能", "Unlikely"),
    ("有可能", "Possible"),
    ("很可能", "Likely"),
    ("几乎必然", "Almost certain"),
]
LEVELS = [("低", "Low", "blue"), ("一般", "Medium", "yellow"), ("较大", "High", "orange"), ("重大", "Very high", "red")]
LIMITS = [8, 12, 16]  # products up to which a level reaches: an LS table usual in double prevention (双重预防)


def ensure(**_signal):
    """After every migration: version 1, where there is none."""
    from .models import Matrix

    if Matrix.objects.exists():
        return
    sizes = range(1, len(CONSEQUENCES) + 1), range(1, len(LIKELIHOODS) + 1)
    Matrix.objects.create(
        number=1,
        consequences=[{"zh": zh, "en": en} for zh, en in CONSEQUENCES],
        likelihoods=[{"zh": zh, "en": en} for zh, en in LIKELIHOODS],
        levels=[{"zh": zh, "en": en, "colour": colour} for zh, en, colour in LEVELS],
        cells=[[sum(bad * likely > limit for limit in LIMITS) for likely in sizes[1]] for bad in sizes[0]],
        made_at=clock.now(),
    )
