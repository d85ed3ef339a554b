"""Headers of every response that Django itself has no setting for."""

from csp.constants import HEADER, NONE, SELF
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.utils.cache import patch_vary_headers

from guide.readers.response_cookies import is_known

POLICY = (
    "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()"
)
ADMIN_CSP = {
    "default-src": [NONE],
    "script-src": [SELF],
    "style-src": [SELF],
    "img-src": [SELF, "data:"],
    "font-src": [SELF],
    "connect-src": [SELF],
    "form-action": [SELF],
    "base-uri": [NONE],
    "frame-ancestors": [NONE],
}


class PolicyMiddleware(CSPMiddleware):
    """The Content-Security-Policy, in one order in every process.

    django-csp goes through a set, so that two workers would answer with other bytes.
    """

    def process_response(self, request, response):
        response = super().process_response(request, response)
        if policy := response.headers.get(HEADER):
            response.headers[HEADER] = "; ".join(sorted(policy.split("; ")))
        return response


class HeadersMiddleware:
    """Isolation headers, the admin's own policy, and who may keep a page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        response.headers["Permissions-Policy"] = POLICY
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        response.headers["Cross-Origin-Embedder-Policy"] = "require-corp"
        own_policy = hasattr(response, "_csp_config")
        if request.path.startswith("/admin/") and not own_policy:
            # Django's admin sets innerHTML, which Trusted Types would refuse.
            response._csp_config = ADMIN_CSP
        if settings.HTTPS and getattr(request, "left_desk", False):
            # The second line, in every tab: what static/admin/typed.js kept. It takes
            # the desk's colour theme with it, so readers' log-outs are left alone.
            response.headers["Clear-Site-Data"] = '"storage"'
        if "Cache-Control" not in response.headers:
            # What a page holds depends on the reader: no shared cache may keep it. Nor
            # may the browser, where it knows the reader: behind the back button there
            # would be the page from before a log-out, a vote or a lowered minute.
            own = is_known(request.COOKIES) or response.cookies
            kept = "no-store" if own else "no-cache"
            response.headers["Cache-Control"] = f"private, {kept}"
            patch_vary_headers(response, ["Cookie"])
        return response
