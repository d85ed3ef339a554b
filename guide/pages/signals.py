"""What signing in, signing out and confirming an address set off, in this order."""

from allauth.account.signals import email_confirmed
from allauth.account.signals import user_logged_in as led_back
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver

from guide.pages import votes
from guide.readers import signing_in


@receiver(user_logged_in)
def signed_in(request, user, **kwargs):
    """First the account's shelf takes over, then what the device had seen is noted."""
    signing_in.offer_what_the_device_knew(request, user)
    votes.forget_what_was_shown(request, user)


@receiver(led_back)
def arrived(request, response, **kwargs):
    """Signing in is a POST, and it is known where it leads: a vote may have waited."""
    votes.take_what_waited(request, response.url)


@receiver(email_confirmed)
def confirmed(request, **kwargs):
    """Votes of a confirmed address count. It may be confirmed without a reader: by a
    command, or by an editor."""
    if getattr(request, "method", "") == "POST" and hasattr(request, "shelf"):
        votes.cast_what_waited(request)


@receiver(user_logged_out)
def signed_out(request, user, **kwargs):
    """Nothing of the account stays in the browser."""
    signing_in.leave_no_cookie(request)
    signing_in.leave_nothing_typed(request, user)
