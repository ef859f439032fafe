"""Persons that rows speak of by name: found among those who have a duty at the site, never guessed."""

import re
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from accounts.models import Appointment, Organization, User

from .problems import quoted
from .reading import comparable

BETWEEN = re.compile(r"[、,;/\n]+")
ASIDE = re.compile(r"\([^)]*\)|(?<!\d)1\d{10}(?!\d)")  # a post in brackets, a mobile number
APART = re.compile(r"(?<=[\u4e00-\u9fff]{2})\s+(?=[\u4e00-\u9fff]{2})")
PADDED = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")  # 王  强, so that it is as wide as three characters
DEPARTMENT = re.compile(
    r".+(科|部|处|室|局|办|队|组|车间|班|公司|集团|厂|站|所|院|中心|委|委员会|街道|镇|乡|村|社区|学校|单位|部门|支部)$"
    r"|^(各|全体|所有|相关|有关).+"
    r"|.*\b(department|division|team|office|unit|committee|ltd|inc)\b.*",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Named:
    """A person as a cell names one: the name, the whole cell, and which doubts leave the place empty."""

    name: str
    written: str
    leave: tuple = ()


def names_in(text):
    text = ASIDE.sub("", comparable(text))
    pieces = [piece for part in BETWEEN.split(text) for piece in APART.split(part.strip())]
    return [name for name in (PADDED.sub("", piece).strip(" :.") for piece in pieces) if name]


class NotFound(Exception):
    """`doubt` is the word by which a mapping may leave the place empty."""

    def __init__(self, doubt, message):
        super().__init__(message)
        self.doubt = doubt


class People:
    """Everybody of these names, looked up in a fixed number of queries."""

    def __init__(self, names):
        folded = {name.casefold() for name in names}
        users = User.objects.annotate(address=Lower("email")).filter(
            Q(name__in=names) | Q(name_en__in=names) | Q(address__in=folded), is_active=True
        )
        self.by_name = defaultdict(set)
        for user in users:
            for name in {user.name, user.name_en, (user.email or "").casefold()} - {""}:
                self.by_name[name].add(user)
        self.duties = defaultdict(list)
        current = Appointment.objects.current().select_related("region")
        for appointment in current.filter(person__in=[user.pk for user in users]):
            self.duties[appointment.person_id].append(appointment)
        self.organizations = set(Organization.objects.filter(name__in=names).values_list("name", flat=True))

    def at(self, site, name):
        """The one person of this name with a duty at `site`. Whoever works elsewhere is as absent as nobody."""
        found = [
            user
            for user in self.by_name.get(name, set()) | self.by_name.get(name.casefold(), set())
            if any(duty.covers(site) for duty in self.duties[user.pk])
        ]
        names = {"name": quoted(name), "site": site.full_name}
        if len(found) == 1:
            return found[0]
        if found:
            raise NotFound("unknown", _("Several people called “%(name)s” have a duty at %(site)s.") % names)
        if name in self.organizations or DEPARTMENT.fullmatch(name):
            message = _("“%(name)s” is a department or an organization: one person by name has to answer for it.")
            raise NotFound("department", message % names)
        raise NotFound("unknown", _("Nobody called “%(name)s” has a duty at %(site)s.") % names)
