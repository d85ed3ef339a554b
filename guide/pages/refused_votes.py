"""Votes that are refused kindly: too many in a minute, an address not yet verified."""

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import ngettext

from guide.pages.guards import see_other
from guide.readers import notes
from guide.votes import counting, limits, waiting


def refusal(request, public_id: str, value: int, there: str) -> HttpResponse | None:
    """What to answer instead of casting a vote; None if it may be cast.

    The script is told in JSON what it can show; people get a page or are led on. The
    vote is not lost: it waits, or the page offers to send it once more.
    """
    if not counting.may_vote(request.user):
        vote = waiting.pressed(public_id, value, there)
        waiting.hold(request.session, vote)
        notes.leave(request.response_cookies, "verify")
        if wants_json(request):
            return JsonResponse({"type": "not-verified"}, status=403)
        return see_other(reverse("account_email"))
    if seconds := limits.wait(request.user.pk, address_of(request)):
        return too_many(request, seconds, {"value": value, "next": there})
    return None


def too_many(request, seconds: int, again: dict) -> HttpResponse:
    """429, and how to send the same form again."""
    sentence = ngettext(
        "That is more votes in a minute than we take from one person. Nothing is "
        "lost: send this one again in %(seconds)s second.",
        "That is more votes in a minute than we take from one person. Nothing is "
        "lost: send this one again in %(seconds)s seconds.",
        seconds,
    ) % {"seconds": seconds}
    if wants_json(request):
        told = {"type": "too-many", "sentence": sentence, "seconds": seconds}
        response = JsonResponse(told, status=429)
    else:
        shown = {"sentence": sentence, "action": request.path, "again": again}
        response = render(request, "429.html", shown, status=429)
    response.headers["Retry-After"] = str(seconds)
    return response


def wants_json(request) -> bool:
    """Whether the script asks, which stays on the page."""
    return request.headers.get("Accept") == "application/json"


def address_of(request) -> str:
    """Where a request comes from, behind as many proxies as `PROXIES` says."""
    try:
        return get_adapter(request).get_client_ip(request)
    except (ImproperlyConfigured, PermissionDenied):
        # It did not come by the proxies: what it says of itself is not believed.
        return request.META.get("REMOTE_ADDR", "")
