"""The quick report, and the sites that it offers."""

from django import forms
from django.db.models import Case, Max, Q, SmallIntegerField, Value, When
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Organization, Site
from common.attachments import FilesField
from common.clock import local_day
from common.forms import OnceForm

from ..models import Incident
from ..models.incident import HURT
from .facts import FactsForm

MOST_SITES = 8  # seen at a glance; beyond that one searches
MOST_FOUND = 20
MOST_RECENT = 5


class SiteField(forms.ModelChoiceField):
    def label_from_instance(self, site):
        return site.full_name


class ReportForm(OnceForm, FactsForm):
    """The quick report: what happened, where, when, was anyone hurt, a photo."""

    class Hurt:
        NO, YES, UNKNOWN = "no", "yes", "unknown"

    class Meta(FactsForm.Meta):
        fields = ["kind", "description", "place", "occurred_on", "occurred_time", "category", *HURT]

    model, maker = Incident, "reported_by"
    site_words = forms.CharField(
        label=gettext_lazy("Search the site"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("A part of the name of the enterprise or of the site."),
    )
    site = SiteField(label=gettext_lazy("Site"), queryset=Site.objects.none())
    hurt = forms.ChoiceField(
        label=gettext_lazy("Was anyone hurt?"),
        widget=forms.RadioSelect,
        choices=[
            (Hurt.NO, gettext_lazy("No, nobody")),
            (Hurt.YES, gettext_lazy("Yes")),
            (Hurt.UNKNOWN, gettext_lazy("Not known yet")),
        ],
    )
    photos = FilesField(label=gettext_lazy("Photos"), required=False, images_only=True)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["photos"].widget.attrs["accept"] = "image/*,.heic,.heif"
        self.offer_sites()
        today = local_day(self.now, self.by.time_zone)
        self.fields["occurred_on"].initial = today
        self.offer_categories(today)

    def offer_sites(self):
        field, sites = self.fields["site"], sites_of(self.by)
        field.queryset = sites
        listed = list(sites[: MOST_SITES + 1])
        if len(listed) <= MOST_SITES:
            del self.fields["site_words"]
            field.empty_label = None if len(listed) == 1 else _("choose")
            field.initial = self.initial.get("site") or (listed[0].pk if len(listed) == 1 else None)
            return
        self.fields["site_words"].widget.attrs |= {
            "type": "search",
            "autocomplete": "off",
            "hx-get": reverse_lazy("incidents:sites"),
            "hx-include": "[name=site]:checked",
            "hx-target": "#sites",
            "hx-trigger": "input delay:300ms",
        }
        found = found_sites(sites, self["site_words"].value(), self["site"].value())
        self.offers_recent = any(site.rank < MOST_RECENT for site in found)
        field.widget = forms.RadioSelect()
        field.widget.choices = [(site.pk, site.full_name) for site in found]

    @property
    def has_many_sites(self):
        return "site_words" in self.fields

    def clean(self):
        facts = super().clean()
        hurt, counts = facts.get("hurt"), [facts.get(name) for name in HURT]
        if any(name in self.errors for name in HURT) or hurt is None:
            return facts
        if hurt == self.Hurt.YES and not any(counts):
            self.add_error("hurt", _("Write how many, as far as it is known, or choose “Not known yet”."))
        elif hurt != self.Hurt.YES and any(counts):
            self.add_error("hurt", _("There are numbers below, so choose “Yes” or delete them."))
        elif hurt != self.Hurt.YES:
            facts |= dict.fromkeys(HURT, 0 if hurt == self.Hurt.NO else None)
        return facts

    def _post_clean(self):
        """The site is no field of the form's model, but the grade that shows itself needs it."""
        super()._post_clean()
        if self.cleaned_data.get("site"):
            self.instance.site = self.cleaned_data["site"]

    def make(self):
        facts = {name: value for name, value in self.cleaned_data.items() if name not in ("hurt", "site_words")}
        return Incident.log(by=self.by, now=self.now, **facts)


def sites_of(user):
    """Where this person may report; from where they did so last comes first, with a `rank` below MOST_RECENT."""
    own = Incident.objects.filter(reported_by=user).order_by().values("site").annotate(last=Max("reported_at"))
    recent = own.order_by("-last").values_list("site", flat=True)[:MOST_RECENT]
    ranks = [When(pk=key, then=Value(place)) for place, key in enumerate(recent)]
    sites = Site.objects.visible_to(user).select_related("organization", "region")
    ranked = sites.annotate(rank=Case(*ranks, default=Value(MOST_RECENT), output_field=SmallIntegerField()))
    return ranked.order_by("rank", *Site._meta.ordering)


def found_sites(sites, words, chosen=None):
    """The first of which a name or an alias holds `words`, unasked the recent ones; the one already chosen on top."""
    words = str(words or "").replace("\0", "").strip()
    if words:
        of_organization = Organization.objects.named(words).order_by().values("pk")
        called = Q(pk__in=Site.objects.named(words).order_by().values("pk")) | Q(organization__in=of_organization)
        found = list(sites.filter(called)[:MOST_FOUND])
    else:
        found = list(sites.filter(rank__lt=MOST_RECENT))
    if str(chosen or "").isdecimal() and len(str(chosen)) <= 18:
        found = [*sites.filter(pk=chosen), *(site for site in found if str(site.pk) != str(chosen))]
    return found
