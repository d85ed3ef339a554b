"""Django's templates, with no SQL while one renders in a reader's request (law 3)."""

from django.http import HttpRequest
from django.template.backends.django import DjangoTemplates, Template
from django.utils.safestring import SafeString

from guide.gate.tripwire import rendering


class GatedTemplates(DjangoTemplates):
    """The template backend of the site: the views have fetched it all beforehand."""

    def from_string(self, template_code: str) -> "_Gated":
        return _Gated(super().from_string(template_code))

    def get_template(self, template_name: str) -> "_Gated":
        return _Gated(super().get_template(template_name))


class _Gated:
    def __init__(self, template: Template):
        self._template = template

    def __getattr__(self, name: str) -> object:
        return getattr(self._template, name)

    def render(
        self,
        context: dict[str, object] | None = None,
        request: HttpRequest | None = None,
    ) -> SafeString:
        with rendering():
            return self._template.render(context, request)
