"""Who may do what to an action, and why not."""

from django.utils.translation import gettext as _

from accounts.models import Role
from accounts.rights import may

KEEPERS = {Role.SAFETY_MANAGER, Role.OFFICIAL}


class Rights:
    """The rights table of an Action, and what no role may do in a given case."""

    VERIFYING = {"send_back", "verify", "close"}
    LOOSENING = {
        "edit",
        "void",
        "pass_verification",
        "pass_check",
        "renew",
        "replace",
    }  # whoever has promised the work neither rewords nor withdraws the promise
    REPLACING = {
        "hand_over",
        "pass_verification",
        "pass_check",
    }  # what an administrator does, unseen, when somebody leaves
    DECIDING = {"grant_extension", "refuse_extension"}
    RIGHTS = {
        "complete": KEEPERS,
        "edit": KEEPERS | {"assigned_by"},
        "submit": {"owner"},
        "add_evidence": {"owner"},
        "send_back": KEEPERS | {"verifier"},
        "verify": KEEPERS | {"verifier"},
        "close": KEEPERS | {"verifier", "checker"},
        "reopen": KEEPERS | {"verifier", "checker"},
        "renew": KEEPERS | {"verifier"},
        "replace": KEEPERS | {"verifier"},
        "hand_over": KEEPERS | {"assigned_by"},
        "pass_verification": KEEPERS | {"assigned_by"},
        "pass_check": KEEPERS | {"assigned_by"},
        "ask_extension": {"owner"},
        "grant_extension": KEEPERS | {"verifier"},
        "extend": KEEPERS | {"verifier"},
        "refuse_extension": KEEPERS | {"verifier"},
        "explain": KEEPERS | {"owner"},  # some owners never sign in
        "remind": KEEPERS | {Role.LEADER, "verifier", "assigned_by"},
        "void": KEEPERS,
    }

    def may(self, user, verb):
        return may(user, verb, self) or self.may_replace(user, verb)

    def may_replace(self, user, verb):
        """An administrator names the successor of somebody who leaves, but nobody in place of themselves."""
        replaced = {
            "hand_over": self.owner_id,
            "pass_verification": self.verifier_id,
            "pass_check": self.checker_id,
        }.get(verb)
        return (
            verb in self.REPLACING
            and user.pk != replaced
            and user.is_authenticated
            and user.is_active
            and user.is_administrator
            and not self.forbids(user, verb)
        )

    def forbids(self, user, verb):
        if verb != "void" and self.completed == (verb == "complete"):
            return True  # an imported record waits for its owner and deadline: nothing else moves it
        if verb in ("renew", "replace") and not self.is_holding:
            return True
        asked = verb in self.DECIDING | {"ask_extension"}
        if asked and (self.open_extension is None) == (verb in self.DECIDING):
            return True
        if verb in self.DECIDING and user.pk in (self.owner_id, self.open_extension.asked_by_id):
            return True
        if verb == "extend" and (self.open_extension is not None or user.pk == self.owner_id):
            return True
        if verb in self.LOOSENING and user.pk == self.owner_id:
            return True
        if verb == "remind" and user == self.turn:
            return True
        return verb in self.VERIFYING and user.pk in self.owners_so_far()

    def owners_so_far(self):
        """Everybody who has owned this action in this or an earlier round: none of them verifies it."""
        return {self.owner_id, *(event.owner_id for event in self.events.all())}

    def next_move(self, user):
        """The one move that is expected of this user now, or None: theirs by name, or a gap that they can fill."""
        usual = {
            self.Status.ASSIGNED: ("complete", "submit", "grant_extension"),
            self.Status.SUBMITTED: ("verify",),
            self.Status.VERIFIED: ("close",),
        }
        theirs = {"submit": self.owner_id, "complete": user.pk, "close": self.checker_id or self.verifier_id}
        for verb in usual.get(self.status, ()):
            if theirs.get(verb, self.verifier_id) == user.pk and self.may(user, verb):
                return verb
        return None

    def why_not(self, user, verb):
        """Why `user` may not do `verb`, in a sentence that says who may."""
        names = {
            "owner": self.owner,
            "verifier": self.verifier,
            "checker": self.checker or self.verifier,
            "assigner": self.assigned_by,
            "site": self.site.full_name,
        }
        if verb == "complete" and self.completed:
            return _("This action has its owner, verifier and deadline.")
        if not self.completed and verb != "void":
            return _("This imported action has no owner, verifier or deadline yet. Name them first.")
        if verb in self.DECIDING and self.open_extension is None:
            return _("Nobody is asking for more time.")
        if verb in ("ask_extension", "extend") and self.open_extension is not None:
            return _("More time has been asked for. %(verifier)s decides.") % names
        if verb in self.VERIFYING | self.DECIDING | {"extend"} and user.pk in self.owners_so_far():
            return _("Whoever owns or owned the work does not decide about it. %(verifier)s does.") % names
        if verb in self.LOOSENING and user.pk == self.owner_id:
            return _(
                "The owner does not change or withdraw what was promised: another safety manager or official does."
            )
        if verb == "explain":
            return _("Only the owner, %(owner)s, or a safety manager or official of %(site)s may say why.") % names
        if verb == "remind":
            return _("Only those who look after %(site)s, or gave or verify the work, may remind of it.") % names
        who = self.RIGHTS[verb]
        if "owner" in who:
            return _("Only the owner, %(owner)s, may do this.") % names
        if "checker" in who:
            return (
                _("Only %(checker)s, who checks it, or a safety manager or official of %(site)s may do this.") % names
            )
        if "verifier" in who:
            return (
                _("Only %(verifier)s, who verifies it, or a safety manager or official of %(site)s may do this.")
                % names
            )
        if "assigned_by" in who and self.assigned_by:
            return (
                _("Only %(assigner)s, who gave the work, or a safety manager or official of %(site)s may do this.")
                % names
            )
        return _("Only a safety manager or official of %(site)s may do this.") % names
