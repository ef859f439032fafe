"""Two records of one place become one. The double stays as a row that leads to the other; its names live on."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from common.lifecycle import AlreadyMoved
from common.locks import take_turns

from .. import following
from .events import plain
from .keeping import duties
from .membership import refuse_all_but_administrators

BLANK = (None, "", False)


class Merged:
    """What merging organizations and merging sites have in common."""

    FILLED_FROM_DOUBLE = ()  # facts that the place takes over from its double where it has none

    @transaction.atomic
    def merge_into(self, target, *, by, now, note=""):
        """Move everything that points here to `target`, in one transaction, each record with its event."""
        refuse_all_but_administrators(by)
        take_turns("places")
        self.lock(target)
        self.refuse_bad_merge(target, by)
        filled = self.fills(target)
        changes = {name: [plain(getattr(target, name)), plain(value)] for name, value in filled.items()}
        self.move_sites(target, by=by, now=now)
        self.change(merged_into=target)
        target.change(**filled)
        self.merged.update(merged_into=target)
        self.leave_names_to(target, by=by, now=now)
        following.move(self, target, by=by, now=now)
        self.settle_at(target, by=by, now=now)
        self.record("merged", by=by, now=now, note=note, subject=target.full_name)
        target.record("took_in", by=by, now=now, note=note, subject=self.full_name, changes=changes)

    def lock(self, target):
        """Whoever writes a row that points to either waits, and then finds what the trigger leads to."""
        both = type(self).objects.select_for_update(of=("self",)).filter(pk__in=[self.pk, target.pk])
        now = {place.pk: (place.version, place.merged_into_id) for place in both.order_by("pk")}
        if any(now.get(place.pk) != (place.version, None) for place in (self, target)):
            raise AlreadyMoved

    def refuse_bad_merge(self, target, by):
        if self.pk == target.pk:
            raise ValidationError(_("This is the same place. Choose another one."))
        if self.gives_sight_to(by, target):
            raise ValidationError(
                _("Nobody gives themselves sight of incidents: another administrator has to merge these two.")
            )

    def fills(self, target):
        """{fact: value} that `target` lacks and its double knows."""
        values = {name: getattr(self, name) for name in self.FILLED_FROM_DOUBLE}
        return {name: value for name, value in values.items() if getattr(target, name) in BLANK and value not in BLANK}

    def leave_names_to(self, target, *, by, now):
        names = {self.name, self.name_en, *self.aliases.values_list("name", flat=True)}
        names -= {"", target.name, *target.aliases.values_list("name", flat=True)}
        self.aliases.all().delete()
        for name in sorted(names):
            target.aliases.create(name=name, by=by, at=now)

    def move_sites(self, target, *, by, now):
        """Only organizations have any."""

    def settle_at(self, target, *, by, now):
        """Only sites have a clock and a law."""


class MergedSite(Merged):
    def beside(self):
        """Those among which a name must not lead to two."""
        return type(self).objects.standing().filter(organization=self.organization_id)

    def gives_sight_to(self, by, target):
        return any(appointment.covers(self) != appointment.covers(target) for appointment in duties(by))

    def settle_at(self, target, *, by, now):
        law = {(site.time_zone, site.region.jurisdiction) for site in (self, target)}
        if len(law) > 1:
            following.settle(target, by=by, now=now)

    @transaction.atomic
    def move_to(self, organization, *, by, now):
        """The organization was merged; its sites go along."""
        former = self.organization
        self.change(organization=organization)
        self.record("moved", by=by, now=now, changes={"organization": [str(former), str(organization)]})


class MergedOrganization(Merged):
    def beside(self):
        return type(self).objects.standing()

    def gives_sight_to(self, by, target):
        return any(appointment.organization_id in (self.pk, target.pk) for appointment in duties(by))

    def sites_beside(self, target):
        """(site, the site of `target` that is or was called the same, or None) of every standing site."""
        theirs = {}
        for site in target.sites.standing().select_related("region").prefetch_related("aliases"):
            theirs |= {alias.name: site for alias in site.aliases.all()} | {site.name: site}
        own = self.sites.standing().select_related("region", "organization")
        return [(site, theirs.get(site.name)) for site in own]

    def conflicts(self, target):
        """Pairs of sites that are called the same and lie in different regions: nobody can say that they are one."""
        return [(one, other) for one, other in self.sites_beside(target) if other and one.region_id != other.region_id]

    def refuse_bad_merge(self, target, by):
        super().refuse_bad_merge(target, by)
        if conflicts := self.conflicts(target):
            text = _("Both have a site “%(name)s”, in different regions. Rename one of the two, or merge them first.")
            raise ValidationError([text % {"name": site.name} for site, _other in conflicts])

    def move_sites(self, target, *, by, now):
        for site, double_of in self.sites_beside(target):
            if double_of is None:
                site.move_to(target, by=by, now=now)
            else:
                double_of.refresh_from_db()
                site.merge_into(double_of, by=by, now=now)
