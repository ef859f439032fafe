"""The bulletin (事故警示通报): one page from which others learn, with a code that leads to the living record."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from actions.models import Action
from incidents.models.counted import TOTALS

from .parts import BLANK, Code, Document, Heading, Signed, Text, gap
from .quick_report import where
from .wording import day, day_and_time, people, sentences, shortened

MOST = 3  # causes, and measures
LONGEST, LONGEST_NAME, LONGEST_STORY = 45, 30, 110  # characters of Chinese; of other letters twice as many fit


def document(case):
    return Document(
        "bulletin",
        _("Bulletin about %(name)s") % {"name": fitting(case.incident.name, LONGEST_NAME)},
        [
            Heading(pgettext("in a bulletin", "What happened")),
            Text(story(case)),
            Heading(_("Why it happened")),
            Text(listed([cause.statement for cause in causes(case)], _("causes"))),
            Heading(_("What to do now")),
            Text(listed([action.title for action in measures(case)], _("measures"))),
            Text(_("Units of the same kind check themselves for the same causes, and report what they found.")),
            Signed([(_("Issued by (seal)"), BLANK), (_("Date"), BLANK)]),
            Code(case.url, _("Scan to open the living record. Only those who may see it can, after signing in.")),
        ],
        letterhead=_("Work safety bulletin"),
        marks=(_("No. %(number)s") % {"number": BLANK}, day(case.local_day(case.now))),
        is_small=True,
    )


def story(case):
    incident = case.incident
    told = people({name: getattr(incident, name) for name in TOTALS})
    facts = {
        "when": day_and_time(incident.occurred_on, incident.occurred_time),
        "where": fitting(where(incident), LONGEST),
        "unit": fitting(case.site.full_name, LONGEST_NAME),
    }
    return sentences(
        _("%(when)s, %(unit)s, %(where)s.") % facts,
        _("By now: %(people)s.") % {"people": told} if told else "",
        fitting(incident.description, LONGEST_STORY),
    )


def causes(case):
    """Direct ones first; those that somebody else confirmed before those that wait for it."""
    ranked = sorted(case.findings, key=lambda cause: (cause.level != "direct", cause.status != "confirmed", cause.pk))
    return ranked[:MOST]


def measures(case):
    """What others can do as well: the strongest first."""
    strengths = [*Action.Strength.values, ""]
    return sorted(case.actions, key=lambda action: (strengths.index(action.strength), action.pk))[:MOST]


def listed(texts, what):
    if not texts:
        return gap(what)
    number = pgettext("the number of a point in a text", "%(number)d. %(text)s")
    return "\n".join(
        number % {"number": place, "text": fitting(text, LONGEST)} for place, text in enumerate(texts, start=1)
    )


def fitting(text, characters):
    wide = any("\u3000" <= character <= "\u9fff" for character in text)
    return shortened(text, characters if wide else 2 * characters)
