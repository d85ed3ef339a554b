"""What signing up, in and out does to a reader's minutes and cookies.

In which order it is done stands in `guide.pages.signals`.
"""

from django.conf import settings

from guide.readers import takeover
from guide.readers.bookmarks import AccountShelf, DeviceShelf


def _device(request) -> DeviceShelf:
    sent = request.COOKIES.get(settings.PROGRESS_COOKIE_NAME, "")
    return DeviceShelf(sent, request.response_cookies)


def keep_what_the_device_knew(request, user) -> None:
    """The cookie of somebody new becomes the account's bookmarks."""
    AccountShelf(user).restore(_device(request).kept)


def offer_what_the_device_knew(request, user) -> None:
    """Nothing is raised by itself; then the cookie goes, and the account counts."""
    request.shelf = AccountShelf(user)
    request.progress = request.shelf.progress()
    if settings.PROGRESS_COOKIE_NAME in request.COOKIES:
        takeover.offer(request.session, _device(request).kept, request.shelf.minutes)
        request.response_cookies.drop(settings.PROGRESS_COOKIE_NAME)


def leave_no_cookie(request) -> None:
    """Whoever comes next to this device finds nothing of the account."""
    for name in (
        settings.PROGRESS_COOKIE_NAME,
        settings.NOTE_COOKIE_NAME,
        settings.WAITING_VOTE_COOKIE_NAME,
        settings.CSRF_COOKIE_NAME,
    ):
        request.response_cookies.drop(name)


def leave_nothing_typed(request, user) -> None:
    """Whoever edits guides leaves unsaved text in the browser, which goes too."""
    request.left_desk = bool(user and user.is_staff)
