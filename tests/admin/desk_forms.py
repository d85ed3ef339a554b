"""Fills the desk's forms as a browser would: what the page shows, and what is typed."""

from html.parser import HTMLParser

from django.urls import reverse


class _Fields(HTMLParser):
    """Collects the successful controls of every form field on a page."""

    def __init__(self):
        super().__init__()
        self.values, self._select, self._area = {}, None, None

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        name = attrs.get("name")
        if tag == "input" and name:
            kind = attrs.get("type", "text")
            if kind in ("submit", "button"):
                return
            if kind == "checkbox" and "checked" in attrs:
                self.values[name] = attrs.get("value", "on")
            elif kind != "checkbox":
                self.values[name] = attrs.get("value", "")
        elif tag == "select" and "multiple" not in attrs:
            self._select = name
            self.values.setdefault(name, "")
        elif tag == "option" and "selected" in attrs and self._select:
            self.values[self._select] = attrs.get("value", "")
        elif tag == "textarea":
            self._area = name
            self.values[name] = ""

    def handle_data(self, data):
        if self._area:
            self.values[self._area] += data.removeprefix("\n")

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._area = None
        if tag == "select":
            self._select = None


def fields(response) -> dict[str, str]:
    """{name: value} of the forms on a page, without the rows that are templates."""
    parser = _Fields()
    parser.feed(response.content.decode())
    return {
        name: value
        for name, value in parser.values.items()
        if name and "__prefix__" not in name
    }


def send(client, address, **typed):
    """Open a page of the desk, type over some of its fields, and save."""
    posted = fields(client.get(address)) | typed
    posted.pop("csrfmiddlewaretoken", None)
    return client.post(address, posted, follow=True)


def change(row) -> str:
    return reverse(f"admin:guide_{row._meta.model_name}_change", args=[row.pk])


def add(kind: str, **preset) -> str:
    query = "&".join(f"{name}={key}" for name, key in preset.items())
    return reverse(f"admin:guide_{kind}_add") + (f"?{query}" if query else "")


def row_in(prefix: str, at: int, **typed) -> dict[str, str]:
    """What somebody types into row `at` of the rows within a page."""
    said = {f"{prefix}-{at}-{name}": value for name, value in typed.items()}
    return {f"{prefix}-TOTAL_FORMS": str(at + 1)} | said


def said(response) -> str:
    return " ".join(str(message) for message in response.context["messages"])


def errors(response) -> dict:
    return response.context["adminform"].form.errors
