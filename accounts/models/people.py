from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Prefetch, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from common.clock import local_day
from common.filters import MOST_CHOICES
from common.lifecycle import Versioned
from common.search import Searchable

from .appointments import SEEING, Appointment, Role
from .membership import Membership
from .places import Site, validate_time_zone

MOST_KEYS = 200


class UserQuerySet(Searchable):
    def visible_to(self, user):
        """People appointed at a place that `user` sees or who report to `user`, and `user`; an administrator: all."""
        if user.is_administrator or any(a.everywhere for a in user.current_appointments):
            return self
        sites = Site.objects.visible_to(user)
        above = sites.filter(region__code__startswith=OuterRef("region__code"))
        there = Appointment.objects.current().filter(
            Q(site__in=sites)
            | Q(organization__in=sites.values("organization"))
            | Q(Exists(above), region__isnull=False)
            | Q(reports_to__in=[a.pk for a in user.current_appointments])
        )
        return self.filter(Q(pk=user.pk) | Q(pk__in=there.values("person")))

    def unreachable(self):
        """People in office to whom nobody can write: without an address, or with one that was refused for good."""
        in_office = Appointment.objects.current().values("person")
        return self.filter(Q(email=None) | Q(email=F("refused_address")), is_active=True, pk__in=in_office)

    def to_mend(self, what):
        """People who are here and of whom an administrator has to put something right: one of Mend."""
        here = self.filter(is_active=True)
        unended = Appointment.objects.unended().filter(person=OuterRef("pk"))
        superiors = Appointment.objects.current().filter(pk=OuterRef("reports_to"), person__is_active=True)
        return {
            User.Mend.ADDRESS: here.filter(email=None),
            User.Mend.REFUSED: here.filter(email=F("refused_address")),
            User.Mend.APPOINTMENT: here.exclude(Exists(unended)),
            User.Mend.SUPERIOR: here.filter(Exists(unended.exclude(reports_to=None).exclude(Exists(superiors)))),
        }[what]

    def for_list(self):
        """With what a row shows: `held` are the appointments of today."""
        held = Prefetch("appointments", Appointment.objects.current().for_page(), to_attr="held")
        return self.select_related("absence_deputy").prefetch_related(held)

    def may_note_absence(self, user):
        return self if user.is_administrator else self.filter(pk=user.pk)

    def in_state(self, state, today):
        """Those in one State on the day `today`: every person is in exactly one."""
        absent = Q(absent_from__lte=today, absent_until__gte=today)
        here = self.filter(is_active=True)
        return {
            User.State.LEFT: self.filter(is_active=False),
            User.State.ABSENT: here.filter(absent),
            User.State.SILENT: here.exclude(absent).filter(signs_in=False),
            User.State.NEW: here.exclude(absent).filter(signs_in=True, last_login=None),
            User.State.HERE: here.exclude(absent).filter(signs_in=True, last_login__isnull=False),
        }[state]

    def covering(self, site):
        """People whose duty of today includes `site`: those who may be asked to do or verify something there."""
        appointments = Appointment.objects.current().covering(site)
        return self.filter(is_active=True, pk__in=appointments.values("person"))

    def seeing(self, site):
        """People who see all that happens at `site`: `User.sees`, asked of everybody."""
        appointments = Appointment.objects.current().covering(site).filter(role__in=SEEING)
        return self.filter(is_active=True, pk__in=appointments.values("person"))

    def holding(self, word):
        """A person is known by the post of today too."""
        posts = Appointment.objects.current()
        return super().holding(word) | Q(pk__in=posts.filter(posts.holding(word)).values("person"))

    def staying(self, site):
        """People whose duty at `site` lasts beyond today: whoever is not among them leaves what they owe there."""
        appointments = Appointment.objects.lasting().covering(site)
        return self.filter(is_active=True, pk__in=appointments.values("person"))


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    def create_user(self, email=None, password=None, **fields):
        user = self.model(email=self.normalize_email(email) or None, **fields)
        user.set_password(password)
        user.save()
        return user

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)


class User(Membership, Versioned, AbstractBaseUser):
    """A person. May exist without signing in (an owner outside who is only written to) and without an address."""

    class Language(models.TextChoices):
        ENGLISH = "en", "English"
        CHINESE = "zh-hans", "简体中文"

    SEARCHED = ("name", "name_en")

    class State(models.TextChoices):
        HERE = "here", _("Works here")
        NEW = "new", _("Has not signed in yet")
        ABSENT = "absent", _("Absent")
        SILENT = "silent", _("Never signs in")
        LEFT = "left", _("Left")

    class Mend(models.TextChoices):
        ADDRESS = "address", _("without a mail address")
        REFUSED = "refused", _("mail address refused")
        APPOINTMENT = "appointment", _("without an appointment")
        SUPERIOR = "superior", _("reports to somebody who has left")

    name = models.CharField(pgettext_lazy("a person's", "name"), max_length=80)
    name_en = models.CharField(_("name in Latin letters"), max_length=80, blank=True)
    email = models.EmailField(_("mail address"), null=True, blank=True)
    refused_address = models.EmailField(blank=True, editable=False)  # the last one that a mail server refused
    refused_at = models.DateTimeField(null=True, editable=False)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    language = models.CharField(_("language"), max_length=8, choices=Language, default=Language.CHINESE)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="Asia/Shanghai", validators=[validate_time_zone]
    )
    sending_hour = models.PositiveSmallIntegerField(
        _("hour of the daily letter"),
        default=8,
        validators=[MinValueValidator(0), MaxValueValidator(23)],
        help_text=_("Full hour, 0 to 23, in your time zone. Urgent letters leave at once."),
    )
    wants_information = models.BooleanField(
        _("letters for information"),
        default=True,
        help_text=_("Weekly, monthly and quarterly sheets. Letters about what you have to do always come."),
    )
    absent_from = models.DateField(_("absent from"), null=True, blank=True)
    absent_until = models.DateField(_("absent until"), null=True, blank=True)
    absence_deputy = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("deputy while absent")
    )
    signs_in = models.BooleanField(_("signs in"), default=True)
    is_active = models.BooleanField(_("active"), default=True)
    added_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="+", editable=False)
    form_key = models.UUIDField(null=True, unique=True, editable=False)  # a form sent twice makes one record

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="user_email_once"),
            models.CheckConstraint(condition=Q(sending_hour__lte=23), name="user_sending_hour_is_an_hour"),
            models.CheckConstraint(
                condition=Q(absent_from=None, absent_until=None)
                | Q(absent_from__isnull=False, absent_until__gte=models.F("absent_from")),
                name="user_absence_has_both_ends",
            ),
            models.CheckConstraint(
                condition=Q(absence_deputy=None) | Q(absent_from__isnull=False) & ~Q(absence_deputy=models.F("id")),
                name="user_absence_deputy_is_another",
            ),
        ]

    def __str__(self):
        chinese = (get_language() or "").startswith("zh")
        return self.name if chinese or not self.name_en else self.name_en

    @property
    def initials(self):
        """Letters for a face: the last two characters of a Chinese name, the first of each of two words of another."""
        words = str(self).split()
        if str(self).isascii() or len(words) > 1:
            return "".join(word[0] for word in words[:2]).upper()
        return str(self)[-2:]

    def get_absolute_url(self):
        return reverse("overview:person", args=[self.pk])  # only the name: the page joins apps above this one

    @property
    def is_administrator(self):
        return any(appointment.role == "administrator" for appointment in self.current_appointments)

    @property
    def is_reachable(self):
        """Whether one can write to this person: there is an address, and no mail server has refused it for good."""
        return bool(self.email) and self.email != self.refused_address

    def mark_refused(self, address, *, now):
        """A mail server refused `address` for good; another address of this person is as good as ever."""
        type(self).objects.filter(pk=self.pk).update(refused_address=address, refused_at=now)

    def forget_refusal(self):
        """Somebody says that the address is good again."""
        type(self).objects.filter(pk=self.pk).update(refused_address="", refused_at=None)

    def has_duty_at(self, site):
        """Whether this person may be asked to do or verify something there: `UserQuerySet.covering`, asked of one."""
        return self.is_active and any(appointment.covers(site) for appointment in self.current_appointments)

    def stop_information(self):
        type(self).objects.filter(pk=self.pk).update(wants_information=False)

    def resume_information(self):
        type(self).objects.filter(pk=self.pk).update(wants_information=True)

    def is_absent(self, day):
        return self.absent_from is not None and self.absent_from <= day <= self.absent_until

    def state(self, now):
        """One of State, asked at `now` in this person's own time zone."""
        if not self.is_active:
            return self.State.LEFT
        if self.is_absent(local_day(now, self.time_zone)):
            return self.State.ABSENT
        if not self.signs_in:
            return self.State.SILENT
        return self.State.HERE if self.last_login else self.State.NEW

    @property
    def current_appointments(self):
        """This person's appointments of today, read once for this copy of the person."""
        if not hasattr(self, "_current_appointments"):
            self._current_appointments = list(self.appointments.current().select_related("region"))
        return self._current_appointments

    @property
    def reports(self):
        """Whether this person has a duty somewhere and so may log what happens there."""
        return any(appointment.role != Role.ADMINISTRATOR for appointment in self.current_appointments)

    def sees(self, site):
        """Whether this person sees all that happens at `site`, which comes with its region."""
        return any(appointment.role in SEEING and appointment.covers(site) for appointment in self.current_appointments)

    @property
    def sees_everywhere(self):
        """Whether an appointment of today without any limit lets this person see what happens at all places."""
        return any(appointment.everywhere and appointment.role in SEEING for appointment in self.current_appointments)

    @cached_property
    def sees_many_sites(self):
        """Whether there are more of them than anybody would choose among in a list."""
        if self.sees_everywhere:
            return Site.objects.order_by()[MOST_CHOICES : MOST_CHOICES + 1].exists()
        return not isinstance(self.seen_sites, list) or len(self.seen_sites) > MOST_CHOICES

    @cached_property
    def seen_sites(self):
        """The sites of which this person sees what happens there, read once for this copy of the person.

        Keys while they are few: knowing them, the database chooses the index that fits. Else a query for them.
        """
        sites = Site.objects.where_role(self, SEEING)
        keys = list(sites.order_by().values_list("pk", flat=True)[: MOST_KEYS + 1])
        return keys if len(keys) <= MOST_KEYS else sites
