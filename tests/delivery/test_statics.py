"""Static files are prepared beside a running site, and carry the headers of a page."""

import re

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.utils.module_loading import import_string
from whitenoise.middleware import WhiteNoiseMiddleware

from guide import settings as site

SHEETS = site.ROOT / "static" / "css"


@pytest.fixture
def source(tmp_path, settings):
    """A folder of static files, and a site of its own to prepare them for."""
    source = tmp_path / "source"
    source.mkdir()
    settings.DATA_DIR, settings.DEBUG = tmp_path / "data", False
    settings.STATIC_ROOT = settings.DATA_DIR / "static"
    settings.STATICFILES_DIRS = [source]
    finder = "django.contrib.staticfiles.finders.FileSystemFinder"
    settings.STATICFILES_FINDERS = [finder]
    settings.STORAGES = site.STORAGES
    settings.WHITENOISE_KEEP_ONLY_HASHED_FILES = True
    settings.WHITENOISE_ALLOW_ALL_ORIGINS = False
    return source


def prepare(source, text):
    (source / "site.css").write_text(text)
    collect()
    return staticfiles_storage.url("site.css")


def collect():
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    staticfiles_storage.hashed_files, _ = staticfiles_storage.load_manifest()


def running(settings):
    """A worker that has just started: the middleware from the first header inwards."""
    inner = WhiteNoiseMiddleware(lambda request: HttpResponse(status=404))
    for path in reversed(site.MIDDLEWARE[: _place(WhiteNoiseMiddleware)]):
        inner = import_string(path)(inner)
    return lambda path: inner(RequestFactory().get(path))


def _place(middleware):
    (found,) = (
        i for i, m in enumerate(site.MIDDLEWARE) if m.endswith(middleware.__name__)
    )
    return found


def read(answer):
    return answer.status_code, b"".join(answer).decode()


def test_a_running_site_keeps_its_files_while_others_are_prepared(source, settings):
    first = prepare(source, "body { color: red }")
    worker = running(settings)
    assert read(worker(first)) == (200, "body { color: red }")
    second = prepare(source, "body { color: green; margin: 0 }")
    assert first != second
    assert read(worker(first)) == (200, "body { color: red }")
    started = running(settings)
    assert read(started(first)) == (200, "body { color: red }")
    assert read(started(second)) == (200, "body { color: green; margin: 0 }")


def test_no_list_of_files_is_public(source, settings):
    prepare(source, "a { color: red }")
    worker = running(settings)
    for name in ("staticfiles.json", ".collected", "site.css"):
        assert worker(f"/static/{name}").status_code == 404
    assert (settings.DATA_DIR / "staticfiles.json").exists()


def test_a_static_file_carries_the_headers_of_a_page(source, settings):
    file = prepare(source, "a { color: red }")
    headers = running(settings)(file).headers
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "immutable" in headers["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in headers


def test_a_style_sheet_holds_what_it_imports(source, settings):
    (source / "blue.css").write_text("a { color: blue }\n")
    sheet = '@layer one, two;\n@import "blue.css" layer(two);\nb { margin: 0 }\n'
    address = prepare(source, sheet)
    assert read(running(settings)(address)) == (
        200,
        "@layer one, two;\n@layer two {\na { color: blue }\n}\nb { margin: 0 }\n",
    )


def test_a_page_loads_one_style_sheet_that_holds_every_rule(source, settings, db):
    settings.STATICFILES_DIRS = site.STATICFILES_DIRS
    collect()
    page = Client().get("/about/").content.decode()
    (address,) = re.findall(r'<link rel="stylesheet" href="([^"]+)">', page)
    status, sheet = read(running(settings)(address))
    assert (status, "@import" in sheet) == (200, False)
    sources = {path.name: path.read_text() for path in SHEETS.glob("*.css")}
    del sources["site.css"]
    assert [name for name, text in sources.items() if text not in sheet] == []
