from django.template import Library

from ..duty_lines import vacancies as vacant_lines

register = Library()


@register.filter
def known_to(place, user):
    """Whether `user` may open the page of a site, or of its organization, asked without the database."""
    if not user or not user.is_authenticated:
        return False
    return user.is_administrator or any(appointment.covers(place) for appointment in user.current_appointments)


@register.filter
def vacancies(site):
    return vacant_lines(site)
