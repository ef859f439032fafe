"""Which organizations and which sites are probably there twice: proposals, for a person to decide."""

import re
import unicodedata
from collections import defaultdict

from .models import Organization, Site

ALIKE = {"有限责任公司": "有限公司", "limited": "ltd", "company": "co", "incorporated": "inc"}


def plain(name):
    """A name without what people write in different ways: width, case, spaces, brackets, points, 有限责任公司."""
    text = unicodedata.normalize("NFKC", name).casefold()
    text = re.sub(r"[\W_]", "", text)
    for long, short in ALIKE.items():
        text = text.replace(long, short)
    return text.removesuffix("有限公司") or text


def organizations():
    """Groups of standing organizations that share a credit code or a plain name, and sites, the fullest first."""
    rows = Organization.objects.standing().order_by("pk").values_list("pk", "name", "name_en", "registration_code")
    keys = {pk: {("name", plain(name)), ("name", plain(name_en)), ("code", code)} for pk, name, name_en, code in rows}
    return together(keys)


def sites():
    """Groups of standing sites of one organization that share a plain name."""
    rows = Site.objects.standing().order_by("pk").values_list("pk", "organization", "name", "name_en")
    keys = {
        pk: {(organization, plain(name)), (organization, plain(name_en))} for pk, organization, name, name_en in rows
    }
    return together(keys)


def together(keys):
    """Groups of at least two that share a key, directly or through others; an empty key is shared by nobody."""
    holders = defaultdict(list)
    for pk, own in keys.items():
        for key in own:
            if key[1]:
                holders[key].append(pk)
    group_of = {pk: {pk} for pk in keys}
    for shared in holders.values():
        joined = set().union(*(group_of[pk] for pk in shared))
        for pk in joined:
            group_of[pk] = joined
    groups = {min(group): sorted(group) for group in group_of.values() if len(group) > 1}
    return [groups[first] for first in sorted(groups)]
