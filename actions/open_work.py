"""What an owner, a verifier or a checker still owes, so that nobody leaves an action behind."""

from django.utils.translation import gettext_lazy as _

from accounts import open_work

from .models import Action


class OpenActions(open_work.OpenWork):
    part = ""  # owner, verifier or checker

    def owed_by(self, person):
        actions = Action.objects.needing(self.part).filter(**{self.part: person})
        actions = actions.select_related("owner", "verifier", "checker", "site__organization", "site__region")
        return [
            open_work.Item(action, f"{action.number} {action.title}", action.site)
            for action in actions.prefetch_related("events").order_by("site", "deadline", "pk")
        ]

    def seen_by(self, user, items):
        pks = [item.pk for item in items]
        return set(Action.objects.visible_to(user).filter(pk__in=pks).values_list("pk", flat=True))


class Owned(OpenActions):
    kind = part = "owner"
    label = _("Actions to be done")

    def hand_over(self, item, to, *, by, now, note):
        item.record.hand_over(by=by, now=now, note=note, owner=to)


class ToVerify(OpenActions):
    """Verifications, and with them the requests for more time that wait for the verifier's decision."""

    kind = part = "verifier"
    label = _("Actions to be verified")

    def hand_over(self, item, to, *, by, now, note):
        item.record.pass_verification(by=by, now=now, note=note, verifier=to)


class ToCheck(OpenActions):
    kind = part = "checker"
    label = _("Effectiveness checks to be made")

    def hand_over(self, item, to, *, by, now, note):
        item.record.pass_check(by=by, now=now, note=note, checker=to)
