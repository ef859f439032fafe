"""Alerts in words: what was found where, in one sentence."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts import divisions
from accounts.duty_lines import Line
from accounts.models import Region
from incidents.rules import codes

from .models import Alert, Rule
from .models.rule import time_in_words

Kind, Counts = Alert.Kind, Rule.Counts


def where(alert):
    """The place of an alert that was read `with_members`, as people name it."""
    if alert.site_id:
        return alert.site.full_name
    if alert.organization_id:
        return str(alert.organization)
    region = region_of(alert)
    if alert.sector_id:
        return _("%(region)s, %(sector)s") % {"region": region, "sector": alert.sector}
    return region


def region_of(alert):
    """The name of the region, which need not be a row: only those in which there are sites are."""
    if alert.region_name:
        return str(Region(name=alert.region_name, name_en=alert.region_name_en))
    return str(divisions.divisions().get(alert.region_code, alert.region_code))


def sentence(part):
    """What was found where, in the language in force."""
    return {
        Kind.CLUSTER: cluster,
        Kind.REPEAT: repetition,
        Kind.HOT: hot,
        Kind.VACANT: vacant,
        Kind.SILENT: silent,
        Kind.QUIET: quiet,
    }[part.alert.kind](part, {"where": where(part.alert)})


def cluster(part, words):
    words |= {"what": counted(part), "days": time_in_words(part.span), "dead": dead(part.deaths)}
    if part.alert.category:
        words["where"] = _("%(where)s, %(category)s") % (words | {"category": category(part.alert.category)})
    if part.deaths:
        return _("%(what)s within %(days)s, %(dead)s: %(where)s") % words
    return _("%(what)s within %(days)s: %(where)s") % words


def repetition(part, words):
    words["times"] = ngettext("%(count)d time", "%(count)d times", len(part.members)) % {"count": len(part.members)}
    words["days"] = time_in_words(part.alert.days)
    if part.alert.category:
        words["what"] = category(part.alert.category)
        return _("%(what)s, %(times)s within %(days)s: %(where)s") % words
    words["what"] = factor(part.alert.factor)
    return _("Cause “%(what)s”, %(times)s within %(days)s: %(where)s") % words


def hot(part, words):
    facts = part.alert.facts
    count = facts["incidents"]
    words["what"] = ngettext("%(count)d incident with people hurt", "%(count)d incidents with people hurt", count) % {
        "count": count
    }
    serious, minor = facts["serious"], facts["minor"]
    hurt = [
        facts["dead"] and dead(facts["dead"]),
        serious and ngettext("%(count)d serious", "%(count)d serious", serious) % {"count": serious},
        minor and ngettext("%(count)d minor", "%(count)d minor", minor) % {"count": minor},
    ]
    words["hurt"] = _(", ").join(filter(None, hurt))
    return _("%(what)s in twelve months (%(hurt)s): %(where)s") % words


def vacant(part, words):
    lines = [str(Line(line).label) for line in part.alert.facts["vacant"]]
    words["lines"] = pgettext("between items of a list", ", ").join(lines)
    return _("Nobody is named for %(lines)s: %(where)s") % words


def silent(part, words):
    last = day(part.alert.facts["last"])
    if last is None:
        return _("Nothing has ever been recorded: %(where)s") % words
    return _("Nothing has been recorded since %(day)s: %(where)s") % (words | {"day": last})


def quiet(part, words):
    words["people"] = ngettext("%(count)d person", "%(count)d people", part.alert.facts["people"]) % {
        "count": part.alert.facts["people"]
    }
    last = day(part.alert.facts["last"])
    if last is None:
        return _("%(people)s, and never a report: %(where)s") % words
    return _("%(people)s, and no report since %(day)s: %(where)s") % (words | {"day": last})


# parts of sentences


def counted(part):
    count = len(part.members)
    texts = {
        Counts.FATAL: ngettext("%(count)d accident with deaths", "%(count)d accidents with deaths", count),
        Counts.DEATHS: ngettext("%(count)d accident with deaths", "%(count)d accidents with deaths", count),
        Counts.HURT: ngettext("%(count)d incident with people hurt", "%(count)d incidents with people hurt", count),
        Counts.ALL: ngettext("%(count)d incident", "%(count)d incidents", count),
    }
    return texts[part.alert.counts] % {"count": count}


def dead(count):
    return ngettext("%(count)d dead", "%(count)d dead", count) % {"count": count}


def category(code):
    return str(codes.all_categories().get(code, code))


def factor(code):
    return str(codes.factors().get(code, code))


def day(text):
    return text and date_format(date.fromisoformat(text), "DATE_FORMAT")
