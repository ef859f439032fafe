"""What the file of a list of alerts holds of each."""

from django.utils.translation import gettext as _

from common.columns import Column

from .showing import Shown


def alert_columns(user):
    def words(alert):
        if not hasattr(alert, "_shown"):
            alert._shown = Shown.of(alert, user)
        return alert._shown

    return [
        Column("kind", _("Kind"), lambda alert: alert.get_kind_display()),
        Column("found", _("What was found"), lambda alert: words(alert).sentence),
        Column("first_on", _("First day"), lambda alert: words(alert).part.first_on),
        Column("last_on", _("Last day"), lambda alert: words(alert).part.last_on),
        Column("incidents", _("Incidents"), lambda alert: len(words(alert).part.members) or None),
        Column("deaths", _("Deaths"), lambda alert: words(alert).part.deaths if alert.of_incidents else None),
        Column("raised", _("Raised"), lambda alert: alert.raised_at),
        Column("told", _("Told"), lambda alert: _(", ").join(str(person) for person, _at in words(alert).told)),
        Column("answer", _("Answer"), lambda alert: words(alert).answer and words(alert).answer.note),
        Column("ended", _("Ended"), lambda alert: alert.ended_at),
    ]
