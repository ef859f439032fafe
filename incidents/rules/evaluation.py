"""The one door to the rules for tables of cases: the command `rules_check` and the page of the rules use it."""

from django.utils.translation import gettext as _

from . import (
    clocks,
    clusters,
    codes,
    fines,
    gates,
    grades,
    hazards,
    investigations,
    levels,
    money,
    names,
    rates,
    risks,
    severities,
    statistics,
    windows,
)
from .inputs import BadInput, Inputs
from .packs import NoRule

GROUPS = {
    "assessment": investigations.assessment_answer,
    "clock": clocks.answer,
    "clock_local": clocks.local_answer,
    "cluster": clusters.answer,
    "code": codes.answer,
    "fine_band": fines.answer,
    "gate": gates.answer,
    "grade": grades.answer,
    "hazard": hazards.answer,
    "investigation": investigations.answer,
    "level": levels.answer,
    "money_parse": money.answer,
    "name": names.answer,
    "rate": rates.answer,
    "reply": investigations.reply_answer,
    "risk": risks.answer,
    "severity": severities.answer,
    "statistics": statistics.answer,
    "window": windows.answer,
}


def evaluate(group, inputs):
    """What the rules say about one case: {key: answer}. Each group's keys are in the docstring of its function.

    `group` is one of GROUPS. `inputs` is a dict of raw answers under the names of `vectors/china.csv`: deaths,
    serious_injuries, acute_poisoning, missing (whole numbers), direct_loss_yuan, accident_kind (work, fire,
    road_traffic), occurred_at and known_at (ISO 8601; without an offset: local to the place), and what the column
    extra_input adds; what is absent, None or "" is not known. `jurisdiction` is CN unless given. The local day of
    occurred_at chooses the rules; without it the newest hold.

    Answers are text in the words of the law, int, Decimal, bool, date, aware datetime, lists of these, or None where
    nothing can be said. Nothing is raised for bad input; the answer then has the key `error`:
      {"error": "validation_error", "problems": {name: message}}   an input that cannot be
      {"error": "no_rule", "message": …}                           no rule is known for that place and day
      {"error": "unknown_group", "message": …}
    """
    if group not in GROUPS:
        return {"error": "unknown_group", "message": f"{group}: {', '.join(GROUPS)}"}
    given = Inputs(inputs)
    try:
        return GROUPS[group](given)
    except BadInput as error:
        return {"error": "validation_error", "problems": error.problems}
    except NoRule as error:
        return {"error": "no_rule", "message": str(error)}
    except OverflowError:  # so many days that they leave the calendar
        return {"error": "validation_error", "problems": {"days": _("There is no such day.")}}
