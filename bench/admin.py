"""Django's admin over the same tables, as somebody would set it up who knows it: joins, few filters, raw keys."""

from django.contrib import admin

from accounts.models import Site, User
from accounts.policy import DECLARED
from actions.models import Action
from common.numbers import next_number
from incidents.models import Incident


class Everybodys(admin.AdminSite):
    """For whoever signs in: who may do what is not what is measured."""

    def has_permission(self, request):
        return request.user.is_authenticated


class Open(admin.ModelAdmin):
    list_per_page = 25

    def has_view_permission(self, request, obj=None):
        return True

    has_add_permission = has_change_permission = has_module_permission = has_view_permission

    def has_delete_permission(self, request, obj=None):
        return False


class IncidentAdmin(Open):
    list_display = ["number", "name", "occurred_on", "site", "deaths", "grade", "status"]
    list_select_related = ["site__organization"]
    list_filter = ["kind", "status", "grade"]
    search_fields = ["number", "name", "description", "place"]
    ordering = ["-occurred_on", "-pk"]
    raw_id_fields = ["site", "reported_by"]

    def save_model(self, request, incident, form, change):
        incident.number = incident.number or next_number("I", request.now.year)
        super().save_model(request, incident, form, change)


class ActionAdmin(Open):
    list_display = ["number", "title", "site", "owner", "verifier", "deadline", "status"]
    list_select_related = ["site__organization", "owner", "verifier"]
    list_filter = ["status", "kind", "priority"]
    search_fields = ["number", "title", "criterion"]
    raw_id_fields = ["finding", "incident", "site", "owner", "verifier", "assigned_by"]


class Named(Open):
    search_fields = ["name", "name_en"]


site = Everybodys(name="admin")
site.register(Incident, IncidentAdmin)
site.register(Action, ActionAdmin)
site.register(Site, Named)
site.register(User, Named)

DECLARED.update(url.name and f"admin:{url.name}" for model in site._registry.values() for url in model.urls)
