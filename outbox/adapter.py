from urllib.parse import urljoin, urlsplit
from uuid import uuid4

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import override

from accounts.models import User
from common import clock

from .models import Letter


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come by invitation; what the sign-in pages write to people leaves as a letter like any other."""

    def is_open_for_signup(self, request):
        return False

    def get_reset_password_from_key_url(self, key):
        """At BASE_URL, whatever host name the request that asked for it bore."""
        return urljoin(settings.BASE_URL, urlsplit(super().get_reset_password_from_key_url(key)).path)

    def send_mail(self, template_prefix, email, context):
        person = User.objects.filter(email__iexact=email, is_active=True).first()
        if person is None:
            return  # whether an address is known is nobody's business
        with override(person.language):  # not that of the browser in which somebody asks
            mail = self.render_mail(template_prefix, email, context)
            _greeting, _end, rest = mail.body.partition("\n")  # the frame greets by itself
            frame = {"person": person, "language": person.language, "subject": mail.subject, "text": rest.strip()}
            html = render_to_string("outbox/letters/plain.html", frame | {"base_url": settings.BASE_URL})
        now = clock.now()
        Letter.objects.create(
            person=person,
            address=person.email,
            language=person.language,
            subject=mail.subject,
            text=mail.body,
            html=html,
            reply_to=context.get("reply_to") or "",
            message_id=f"<{uuid4().hex}@{urlsplit(settings.BASE_URL).hostname}>",
            composed_at=now,
            next_try=now,
        )
