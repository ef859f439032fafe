"""What the records say before the next accident does (预警)."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models, transaction
from django.db.models import Exists, F, OuterRef, Q, Subquery, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from accounts.models import Organization, Role, Sector, Site
from accounts.narrowing import within
from accounts.rights import holds
from common.lifecycle import Versioned

from .rule import Rule

DECIDING = {Role.LEADER, Role.OFFICIAL, Role.SAFETY_MANAGER}


class AlertQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of which one sees enough: what lies in one's sight is by itself a cluster, or the whole place."""
        if user.sees_everywhere:
            return self.all()
        seen = Site.objects.filter(pk__in=user.seen_sites)
        unseen = Site.objects.standing().filter(organization=OuterRef("organization")).exclude(pk__in=seen.values("pk"))
        of_organization = Exists(seen.filter(organization=OuterRef("organization"))) & ~Exists(unseen)
        return self.filter(
            Q(pk__in=self.beginnings(user).order_by().values("alert"))
            | Q(kind__in=Alert.AT_A_SITE, site__in=user.seen_sites)
            | Q(kind=Alert.Kind.QUIET) & Q(of_organization)
        )

    def beginnings(self, user):
        """Members of clusters in sight after which, within the days of the rule, enough of those in sight follow."""
        members = self.model._meta.get_field("members").related_model.objects
        counting = Q(left_at=None) | Q(alert__ended_because=Alert.Ended.LIFTED)
        clusters = members.filter(alert__kind=Alert.Kind.CLUSTER)
        seen = clusters.filter(counting, incident__site__in=user.seen_sites)
        soon = seen.filter(
            alert=OuterRef("alert"),
            occurred_on__gte=OuterRef("occurred_on"),
            occurred_on__lt=OuterRef("occurred_on") + OuterRef("alert__days"),
        )
        enough = soon.order_by().values("alert").annotate(total=Sum("counted")).values("total")
        return seen.annotate(total=Subquery(enough)).filter(total__gte=F("alert__least"))

    def within(self, places):
        """Those of which an incident, the site or a site of the organization lies within all `places` (records)."""
        members = self.model._meta.get_field("members").related_model.objects.current()
        clustered = members.filter(within("incident__site", places), alert__kind=Alert.Kind.CLUSTER)
        sites = Site.objects.standing().filter(within("", places), organization=OuterRef("organization"))
        return self.filter(
            Q(pk__in=clustered.order_by().values("alert"))
            | Q(kind__in=Alert.AT_A_SITE) & within("site", places)
            | Q(kind=Alert.Kind.QUIET) & Exists(sites)
        )

    def standing(self):
        return self.filter(ended_at=None)

    def over(self):
        return self.exclude(ended_at=None)

    def unanswered(self):
        """Those that ask for an answer and have none since they last grew."""
        never_since = Q(answered_at=None) | Q(answered_at__lt=F("grown_at"))
        return self.standing().filter(never_since, kind__in=Alert.OF_INCIDENTS)


class Alert(Versioned):
    """Something that a leader should know before it happens again.

    Clusters and repetitions have members: incidents. The others are about a place, and `facts` say what was found
    there. Raised, kept up to date and ended by `alerts.watching`, from the state of the records; answered by people.
    """

    class Kind(models.TextChoices):
        """In the order in which they are shown."""

        CLUSTER = "cluster", gettext_lazy("Cluster")
        HOT = "hot", gettext_lazy("Hot spot")
        REPEAT = "repeat", gettext_lazy("Repetition")
        VACANT = "vacant", gettext_lazy("Blind spot: nobody named")
        SILENT = "silent", gettext_lazy("Blind spot: nothing recorded")
        QUIET = "quiet", gettext_lazy("Quiet")

    class Ended(models.TextChoices):
        OVER = "over", gettext_lazy("Some time has passed since, and it was answered.")
        LIFTED = "lifted", gettext_lazy("By what is recorded now, it is not so any more.")
        RULE = "rule", gettext_lazy("The rule was changed or is no longer in force.")
        JOINED = "joined", gettext_lazy("It became one with another alert.")

    OF_INCIDENTS = (Kind.CLUSTER, Kind.REPEAT)
    AT_A_SITE = (Kind.REPEAT, Kind.HOT, Kind.VACANT, Kind.SILENT)
    PLACE = ("region_code", "sector_id", "organization_id", "site_id", "category", "factor")

    kind = models.CharField(gettext_lazy("kind"), max_length=8, choices=Kind)
    rank = models.PositiveSmallIntegerField(editable=False)
    rule = models.ForeignKey(Rule, models.PROTECT, null=True, related_name="alerts")
    counts = models.CharField(max_length=8, choices=Rule.Counts, blank=True)  # as the rule stood when last looked at
    least = models.PositiveSmallIntegerField(null=True)
    days = models.PositiveSmallIntegerField(null=True)

    region_code = models.CharField(max_length=12, blank=True)
    sector = models.ForeignKey(Sector, models.PROTECT, null=True, related_name="+")
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, related_name="alerts")
    site = models.ForeignKey(Site, models.PROTECT, null=True, related_name="alerts")
    category = models.CharField(max_length=12, blank=True)
    factor = models.CharField(max_length=8, blank=True)

    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    weight = models.PositiveIntegerField(default=0)  # see alerts.weighing: the more, the further up among its kind
    facts = models.JSONField(default=dict)

    raised_at = models.DateTimeField(gettext_lazy("raised"))
    grown_at = models.DateTimeField()  # when the last incident joined or somebody more had died
    answered_at = models.DateTimeField(gettext_lazy("answered"), null=True)
    ended_at = models.DateTimeField(gettext_lazy("ended"), null=True)
    ended_because = models.CharField(max_length=8, choices=Ended, blank=True)

    objects = AlertQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("early warning", "alert")
        verbose_name_plural = pgettext_lazy("early warning", "alerts")
        ordering = ["rank", "-weight", "-raised_at", "-pk"]
        indexes = [
            models.Index(
                fields=["rank", "-weight", "-raised_at", "-id"], condition=Q(ended_at=None), name="alert_standing"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "site"], condition=Q(rule=None, ended_at=None), name="alert_once_at_a_site"
            ),
            models.UniqueConstraint(
                fields=["kind", "organization"],
                condition=Q(rule=None, ended_at=None, site=None),
                name="alert_once_at_an_organization",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["cluster", "repeat"], rule__isnull=False, least__isnull=False, days__isnull=False)
                | Q(kind__in=["hot", "vacant", "silent"], rule=None, site__isnull=False)
                | Q(kind="quiet", rule=None, site=None, organization__isnull=False),
                name="alert_by_a_rule_or_about_a_place",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_because="") | Q(ended_at__isnull=False) & ~Q(ended_because=""),
                name="alert_ended_for_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.pk}"

    def save(self, *args, **kwargs):
        self.rank = self.Kind.values.index(self.kind)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        return reverse("alerts:detail", args=[self.pk])

    @property
    def of_incidents(self):
        return self.kind in self.OF_INCIDENTS

    @property
    def was_lifted(self):
        return self.ended_because == self.Ended.LIFTED

    @property
    def is_answered(self):
        """Whether somebody said what is done about it since it last grew."""
        return self.answered_at is not None and self.answered_at >= self.grown_at

    def may_be_answered(self, user, sites):
        """By leaders, officials and safety managers of any of `sites`, those within the reader's sight."""
        return self.ended_at is None and any(holds(user, DECIDING, site) for site in sites)

    def answer(self, *, by, now, note, sites):
        """Somebody responsible has seen it and says what is done about it."""
        note = note.strip()
        if not self.may_be_answered(by, sites):
            raise PermissionDenied
        if not note:
            raise ValidationError({"note": _("Say what is done about it.")})
        with transaction.atomic():
            self.change(answered_at=now)
            return self.events.create(verb="answered", by=by, at=now, note=note)
