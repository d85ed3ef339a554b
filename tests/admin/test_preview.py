"""The live preview: for editors alone, and the library's own addresses nowhere."""

import pytest
from django.test import Client
from django.urls import reverse

from guide.films.models import TEXT_LENGTH
from tests import builders

BACKEND = "django.contrib.auth.backends.ModelBackend"


def ask(client, **posted):
    return client.post(reverse("markdown-preview"), posted)


def test_an_editor_sees_clean_html(editor):
    answer = ask(editor, content="*So* <script>x</script> [a](javascript:b) ![i](/i)")
    assert answer.content.decode() == (
        "<p><em>So</em> &lt;script&gt;x&lt;/script&gt; [a](javascript:b) "
        '!<a href="/i" rel="nofollow noopener ugc">i</a></p>\n'
    )
    assert "no-store" in answer.headers["Cache-Control"]


def test_nobody_else_sees_a_preview(db):
    reader, staff = Client(), Client()
    reader.force_login(builders.a_reader(), backend=BACKEND)
    staff.force_login(builders.a_reader(is_staff=True), backend=BACKEND)
    answers = [ask(client, content="*x*") for client in (Client(), reader, staff)]
    assert [answer.status_code for answer in answers] == [403, 403, 403]
    assert all("no-store" in answer.headers["Cache-Control"] for answer in answers)


def test_an_address_in_the_browser_shows_nothing(editor):
    assert editor.get(reverse("markdown-preview")).status_code == 405


def test_a_preview_without_a_token_is_refused(editor):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = editor.cookies
    assert ask(strict, content="*x*").status_code == 403


def test_missing_text_is_empty_and_long_text_is_refused_with_a_sentence(editor):
    nothing, longest = ask(editor), ask(editor, content="a" * TEXT_LENGTH)
    too_long = ask(editor, content="a" * (TEXT_LENGTH + 1))
    assert (nothing.status_code, nothing.content) == (200, b"")
    assert longest.status_code == 200
    assert (too_long.status_code, too_long.content) == (
        400, b"A text has at most 20,000 characters.",
    )  # fmt: skip


@pytest.mark.parametrize(
    "address",
    ["/markdownx/markdownify/", "/markdownx/upload/", "/admin/markdown/no-upload/"],
)
def test_the_librarys_own_addresses_do_not_exist(editor, address):
    assert editor.post(address, {"content": "x"}).status_code == 404
