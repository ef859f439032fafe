"""Who may do what to a record.

Each model with a `site` says it in one table, `RIGHTS`: verb → who. A who is either a Role, held today at the record's
site, or the name of a person field of the record ("owner", "verifier"). What no role may do in a given case, the
model's `forbids(user, verb)` says. Nobody has rights by being a superuser: there are none.
"""

from .models import Role


def may(user, verb, record):
    """Whether `user` may do `verb` to `record`, whatever state it is in."""
    if not user.is_authenticated or not user.is_active:
        return False
    who = record.RIGHTS.get(verb, frozenset())
    allowed = any(getattr(record, f"{name}_id") == user.pk for name in who if name not in Role) or holds(
        user, who, record.site
    )
    return allowed and not record.forbids(user, verb)


def holds(user, roles, site):
    """Whether `user` holds one of `roles` at `site` today; with `site=None`, anywhere."""
    return any(a.role in roles and (site is None or a.covers(site)) for a in user.current_appointments)


def is_administrator(user):
    return user.is_administrator
