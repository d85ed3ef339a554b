"""Where django-allauth meets this site: what it says, mails and where it leads."""

import logging
import time
from html import unescape

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.core import context
from allauth.core.internal import ratelimit
from django.conf import settings
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from guide.readers import notes, takeover

log = logging.getLogger(__name__)

JUST = 300  # seconds
SILENT = ("logged_in", "logged_out")  # the page that follows says it by itself


class AccountAdapter(DefaultAccountAdapter):
    """Notices ride in our own note, mails name the site by its settings."""

    def post_login(self, request, user, **more):
        """What this device knew is offered first; that leads on to where one goes."""
        response = super().post_login(request, user, **more)
        if more.get("signup"):
            notes.welcome(request.response_cookies)
        if takeover.offered(request.session, request.shelf.minutes):
            there = urlencode({"next": response.url})
            return redirect(f"{reverse('readers:takeover')}?{there}")
        return response

    def is_reauthentication_required(self, *, app, **more):
        """Nobody is asked for the password that they have just typed."""
        required = super().is_reauthentication_required(app=app, **more)
        return required and not _has_just_signed_in(context.request)

    def _get_login_attempts_cache_key(self, request, **credentials):
        """Wrong passwords are counted by account and network address together: with
        the account alone a stranger could lock its owner out everywhere."""
        account = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{account}:{ratelimit.get_ip(request)}"

    def add_message(
        self,
        request,
        level,
        message_template=None,
        message_context=None,
        extra_tags="",
        message=None,
    ):
        if getattr(request, "mail_failed", False):
            return  # that it was sent would be untrue
        if message_template and not any(word in message_template for word in SILENT):
            text = render_to_string(message_template, message_context or {})
            message = unescape(text)
        if message and (text := " ".join(str(message).split())):
            notes.leave(request.response_cookies, "text", text=text)

    def send_mail(self, template_prefix, email, context):
        """A mail server that is away or refuses costs a mail and no page."""
        site = {"name": settings.SITE_NAME, "domain": settings.SITE_URL}
        try:
            super().send_mail(template_prefix, email, {**context, "current_site": site})
        except OSError as error:  # whatever smtplib raises is one
            log.error("a mail was not sent: %r", error)
            self.request.mail_failed = True
            sentence = _("The mail could not be sent. Try again in a few minutes.")
            notes.leave(self.request.response_cookies, "text", text=sentence)

    def format_email_subject(self, subject):
        return f"{settings.SITE_NAME}: {subject}"


def _has_just_signed_in(request) -> bool:
    records = get_authentication_records(request, request.user)
    return bool(records) and time.time() - records[-1]["at"] < JUST
