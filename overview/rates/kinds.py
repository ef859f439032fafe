"""The rates there are: what is counted, by what it is divided, and where the formula comes from."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

HOURS, HEADCOUNT, GDP, HURT = "hours", "headcount", "gdp", "hurt"
GB_1986 = _("GB 6441-1986, chapter 6")
GB_2025 = _("GB 6441-2025, informative annex")
OSHA = _("OSHA, Form 300A: 200,000 hours are 100 people for a year")
ILO = _("ILO and common practice: a million hours; deaths are in")


@dataclass(frozen=True)
class Kind:
    """`counted` is a key of `incidents.models.queryset.COUNTED`; `per` is what the quotient is multiplied by.

    Chinese rates count accidents, the others whatever made people ill, too. `is_exact`: it is not said while a fact of
    an incident that it needs is not known.
    """

    name: str
    label: str
    formula: str
    source: str
    counted: str
    over: str
    per: int = 1
    decimals: int = 4
    accidents_only: bool = True
    is_exact: bool = False


KINDS = [
    Kind(
        "deaths_per_1000",
        _("Deaths per 1,000 employees"),
        _("deaths × 1,000 ÷ average headcount"),
        GB_1986,
        "deaths",
        HEADCOUNT,
        1000,
    ),
    Kind(
        "serious_per_1000",
        _("Serious injuries per 1,000 employees"),
        _("(serious injuries + acute poisonings) × 1,000 ÷ average headcount"),
        GB_1986,
        "serious",
        HEADCOUNT,
        1000,
    ),
    Kind(
        "hurt_per_1000",
        _("Casualties per 1,000 employees"),
        _("(deaths + serious injuries + acute poisonings + minor injuries) × 1,000 ÷ average headcount"),
        GB_2025,
        "hurt",
        HEADCOUNT,
        1000,
    ),
    Kind(
        "frequency",
        _("Casualties per million hours (A)"),
        _("(deaths + serious injuries + acute poisonings + minor injuries) × 1,000,000 ÷ hours worked"),
        GB_1986,
        "hurt",
        HOURS,
        1_000_000,
    ),
    Kind(
        "severity",
        _("Workdays lost per million hours (B)"),
        _("workdays lost × 1,000,000 ÷ hours worked"),
        GB_1986,
        "days_lost",
        HOURS,
        1_000_000,
        is_exact=True,
    ),
    Kind(
        "mean_severity",
        _("Workdays lost per casualty (N)"),
        _("workdays lost ÷ (deaths + serious injuries + acute poisonings + minor injuries)"),
        GB_1986,
        "days_lost",
        HURT,
        is_exact=True,
    ),
    Kind(
        "deaths_per_gdp",
        _("Deaths per 100 million yuan of GDP"),
        _("deaths × 100,000,000 ÷ GDP in yuan"),
        GB_2025,
        "deaths",
        GDP,
        100_000_000,
    ),
    Kind(
        "trir",
        _("TRIR: recordable cases"),
        _("(deaths + away + on other work + treated beyond first aid) × 200,000 ÷ hours worked"),
        OSHA,
        "recordable",
        HOURS,
        200_000,
        decimals=2,
        accidents_only=False,
        is_exact=True,
    ),
    Kind(
        "dart",
        _("DART: away, restricted or transferred"),
        _("(away + on other work) × 200,000 ÷ hours worked"),
        OSHA,
        "dart",
        HOURS,
        200_000,
        decimals=2,
        accidents_only=False,
        is_exact=True,
    ),
    Kind(
        "ltifr",
        _("LTIFR: lost-time injuries"),
        _("(deaths + away) × 1,000,000 ÷ hours worked"),
        ILO,
        "lost_time",
        HOURS,
        1_000_000,
        decimals=2,
        accidents_only=False,
        is_exact=True,
    ),
]
BY_NAME = {kind.name: kind for kind in KINDS}
CHINA = [kind for kind in KINDS if kind.accidents_only and kind.over != GDP]
INTERNATIONAL = [kind for kind in KINDS if not kind.accidents_only]
