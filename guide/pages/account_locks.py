"""Forms of an account are answered one after the other: of a browser, of an address."""

from django.conf import settings

from guide.pages.system import too_many
from guide.readers import locks

SIGN_UP = "/accounts/signup/"


class AccountLocksMiddleware:
    """Stands before the session: it is read and written within one turn, with what is
    counted in it, such as wrong guesses of a code. Sign-ups take turns by address."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        name = _name(request)
        if not name:
            return self.get_response(request)
        try:
            with locks.alone(name):
                return self.get_response(request)
        except locks.Busy:
            return too_many(request)


def _name(request) -> str:
    if request.method != "POST" or not request.path.startswith("/accounts/"):
        return ""
    if request.path == SIGN_UP:
        return f"address {request.POST.get('email', '').strip().lower()}"
    return request.COOKIES.get(settings.SESSION_COOKIE_NAME, "")
