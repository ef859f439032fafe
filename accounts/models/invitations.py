"""Invitations: how somebody whom an administrator has added gets to choose a password."""

from datetime import timedelta
from secrets import choice

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .membership import refuse_all_but_administrators

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"  # Crockford's: no I, L, O, U, which people misread
MISREAD = str.maketrans({"O": "0", "I": "1", "L": "1", "-": "", " ": "", "\u3000": ""})
VALID_FOR = timedelta(days=14)
GROUP = 5


class InvitationQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self if user.is_administrator else self.none()

    def open(self):
        """Neither used nor revoked; it may have run out."""
        return self.filter(used_at=None, revoked_at=None)

    def usable(self, now):
        return self.open().filter(
            expires_at__gt=now, person__is_active=True, person__signs_in=True, person__email__isnull=False
        )

    def of_code(self, code):
        """The one invitation that this code, however it was typed, belongs to; at most one."""
        return self.filter(secret_hash=hash_of(code))


class Invitation(models.Model):
    """A secret that lets one person choose a password, once, within two weeks. Only a keyed hash of it is stored."""

    class By(models.TextChoices):
        LETTER = "letter", gettext_lazy("by letter")
        CODE = "code", gettext_lazy("by printed code")

    LENGTHS = {By.LETTER: 26, By.CODE: 2 * GROUP}  # 130 bits in a link; 50 in what is typed, where guesses are counted

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="invitations")
    means = models.CharField(max_length=8, choices=By)
    secret_hash = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("invitation")
        verbose_name_plural = gettext_lazy("invitations")
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(used_at=None, revoked_at=None), name="invitation_one_open_each"
            ),
            models.CheckConstraint(
                condition=Q(used_at=None) | Q(revoked_at=None), name="invitation_not_used_and_revoked"
            ),
        ]

    def __str__(self):
        return self.get_means_display()

    @classmethod
    @transaction.atomic
    def make(cls, person, means, *, by, now):
        """A new invitation; an earlier one holds no more. Returns it and the secret, which is told once."""
        refuse_all_but_administrators(by)
        person = type(person).objects.select_for_update().get(pk=person.pk)
        if not (person.is_active and person.signs_in and person.email):
            raise ValidationError(_("Only people who are here, have a mail address and sign in can be invited."))
        person.invitations.open().update(revoked_at=now)
        secret = "".join(choice(ALPHABET) for _place in range(cls.LENGTHS[means]))
        invitation = cls.objects.create(
            person=person,
            means=means,
            secret_hash=hash_of(secret),
            made_by=by,
            made_at=now,
            expires_at=now + VALID_FOR,
        )
        person.record("invited" if means == cls.By.LETTER else "code_made", by=by, now=now)
        return invitation, secret

    @transaction.atomic
    def accept(self, *, now, password, language):
        """The person chooses a password and a language. False where the invitation holds no more."""
        if not type(self).objects.usable(now).filter(pk=self.pk).exists():
            return False
        # No join in this one: PostgreSQL asks a condition on this row again when it waited for it, a subquery not.
        if not type(self).objects.open().filter(pk=self.pk).update(used_at=now):
            return False
        person = self.person
        person.set_password(password)
        person.language = language
        person.save(update_fields=["password", "language"])
        person.record("accepted", by=person, now=now)
        return True


def hash_of(code):
    """Keyed with the installation's secret: whoever reads the table cannot try all codes."""
    code = code.upper().translate(MISREAD)
    return salted_hmac("accounts.invitation", code, algorithm="sha256").hexdigest()


def in_groups(secret):
    """K7M2Q-9XR4T: as it is printed."""
    return "-".join(secret[start : start + GROUP] for start in range(0, len(secret), GROUP))
