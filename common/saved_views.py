"""Saving a list as it stands under a name; renaming, removing, opening with it. Posted to the list itself, which alone
knows whether its filters can be read."""

from django import forms
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .forms import RuledForm
from .models import SavedView

MOST = 30


def of(request):
    """The views of this person and list."""
    return list(SavedView.objects.visible_to(request.user).filter(list=request.resolver_match.view_name))


class ViewForm(RuledForm):
    """Without `view` it makes a new one of the list that is shown; with it, it does `change` to that one."""

    CHANGES = ("rename", "open_with", "open_without", "remove")

    name = forms.CharField(label=gettext_lazy("Name of the view"), max_length=40, required=False)
    view = forms.ModelChoiceField(SavedView.objects.none(), required=False)
    change = forms.ChoiceField(choices=[(change, change) for change in CHANGES], required=False)

    def __init__(self, *args, listing):
        super().__init__(*args, by=listing.request.user, now=listing.request.now, auto_id="id_view_%s")
        self.listing = listing
        self.list = listing.request.resolver_match.view_name
        self.mine = SavedView.objects.visible_to(self.by).filter(list=self.list)
        self.fields["view"].queryset = self.mine

    def clean(self):
        super().clean()
        if self.listing.errors:
            raise ValidationError(_("A list that cannot be shown cannot be saved."))
        change, view = self.cleaned_data.get("change"), self.cleaned_data.get("view")
        if bool(change) != bool(view):
            raise ValidationError(_("This view is not there any more."))
        if change in ("", "rename") and not self.cleaned_data.get("name") and "name" not in self.errors:
            self.add_error("name", _("Give the view a name."))
        return self.cleaned_data

    def save(self):
        view, change, name = (self.cleaned_data[field] for field in ("view", "change", "name"))
        try:
            with transaction.atomic():
                getattr(self, change or "make")(view, name)
        except IntegrityError as error:
            if "saved_view" not in str(error):
                raise
            raise ValidationError({"name": _("You have a view of this name for this list already.")}) from None
        return True

    def make(self, _view, name):
        query = self.listing.query
        if len(query) > SavedView._meta.get_field("query").max_length:
            raise ValidationError(_("These filters are too long to be saved."))
        if self.mine.count() >= MOST:
            raise ValidationError(
                _("At most %(most)s views can be kept for a list. Remove one first.") % {"most": MOST}
            )
        SavedView.objects.create(person=self.by, list=self.list, name=name, query=query)

    def rename(self, view, name):
        self.mine.filter(pk=view.pk).update(name=name)

    def open_with(self, view, _name):
        self.mine.filter(is_default=True).update(is_default=False)
        self.mine.filter(pk=view.pk).update(is_default=True)

    def open_without(self, view, _name):
        self.mine.filter(pk=view.pk).update(is_default=False)

    def remove(self, view, _name):
        self.mine.filter(pk=view.pk).delete()

    @property
    def url(self):
        """The list as it stood."""
        listing = self.listing
        return f"{listing.request.path}?{listing.query or 'view=all'}"
