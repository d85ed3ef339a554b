"""Turns a cookie or rows into a shelf and a progress, and keeps the gate shut.

Every request but the admin's runs within the gate's guard, with `request.user`
resolved beforehand: no SQL is left for the templates.
"""

import logging

from django.conf import settings
from django.urls import get_resolver

from guide.gate.tripwire import Refused, reading
from guide.readers import notes
from guide.readers.bookmarks import AccountShelf, DeviceShelf
from guide.readers.response_cookies import ResponseCookies

log = logging.getLogger(__name__)

UNGUARDED_PATH = "/admin/"


class ReaderMiddleware:
    """Sets `request.shelf`, `progress`, `note` and `response_cookies`."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        request.response_cookies = ResponseCookies()
        if request.path.startswith(UNGUARDED_PATH):
            return self.get_response(request)
        sent = request.COOKIES
        if request.user.is_authenticated:
            request.shelf = AccountShelf(request.user)
        else:
            progress = sent.get(settings.PROGRESS_COOKIE_NAME, "")
            request.shelf = DeviceShelf(progress, request.response_cookies)
        request.progress = request.shelf.progress()
        request.note = notes.read(sent.get(settings.NOTE_COOKIE_NAME, ""))
        with reading():
            response = self.get_response(request)
        request.response_cookies.pour(response, sent)
        return response

    def process_exception(self, request, exception):
        if isinstance(exception, Refused) and not settings.GATE_RAISES:
            log.error("refused at the gate: %s %s", request.path, exception)
            return get_resolver().resolve_error_handler(404)(request, exception)
        return None
