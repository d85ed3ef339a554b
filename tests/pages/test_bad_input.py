"""Bad input gets a clear answer, never a 500, and changes nothing."""

import pytest
from django.core.exceptions import SuspiciousOperation
from django.test import Client

from guide.readers.models import Bookmark
from guide.votes.models import Vote
from tests.conftest import at

FILM = "/films/the-long-night/"
PROGRESS = f"{FILM}progress/"


@pytest.mark.parametrize(
    "typed", ["-1", "abc", "99999", "", " ", "1e3", "²", "\0", "5" * 400, "1:99"]
)
def test_a_minute_that_is_none_is_refused_at_its_form(film, typed):
    reader = at(film, 50)
    response = reader.post(PROGRESS, {"minute": typed})
    page = response.content.decode()
    assert response.status_code == 400
    assert 'id="minute-error"' in page
    assert "middlecanary" in page
    assert "latecanary" not in page
    assert "progress" not in response.cookies


def test_what_was_typed_stays_in_the_field(film, halfway):
    page = halfway.post(PROGRESS, {"minute": "half"}).content.decode()
    assert 'value="half"' in page


def test_a_minute_past_a_players_tolerance_opens_nothing(film, newcomer):
    assert newcomer.post(PROGRESS, {"minute": "131"}).status_code == 400
    assert newcomer.post(PROGRESS, {"minute": "104"}).status_code == 303


@pytest.mark.parametrize("method", ["get", "post"])
def test_an_unknown_film_is_not_found(db, newcomer, method):
    response = getattr(newcomer, method)("/films/never/progress/", {"minute": "5"})
    assert response.status_code == 404


@pytest.mark.parametrize(
    "cookie",
    [
        "x",
        "seen",
        "{film}.33000",
        "{film}.-1",
        "{film}.s~",
        "{film}.s~{film}.s",
        "{film}.²",
        "~".join(f"f{n:05d}.s" for n in range(400)) + "~{film}.s",
        "{film}.s" + "~aaaaaa.1" * 5000,
    ],
)
def test_a_forged_cookie_is_no_progress(film, newcomer, cookie):
    newcomer.cookies["progress"] = cookie.replace("{film}", film.public_id)
    response = newcomer.get(FILM)
    assert response.status_code == 200
    assert "earlycanary" not in response.content.decode()


def an_entry(film):
    from guide.passages.models import Interpretation

    return Interpretation.unguarded.get(film=film)


@pytest.mark.parametrize("value", ["2", "", "yes", "1.0", "\0", "１", "+1"])
def test_a_vote_that_is_none_is_refused(film, voter, value):
    address = f"/entries/{an_entry(film).public_id}/vote/"
    assert voter.post(address, {"value": value}).status_code == 400
    assert Vote.unguarded.count() == 0


def test_a_vote_on_what_is_hidden_is_a_vote_on_nothing(film, voter, halfway):
    voter.post(PROGRESS, {"minute": "50"})
    hidden = voter.post(f"/entries/{an_entry(film).public_id}/vote/", {"value": "1"})
    never = voter.post("/entries/neverneve2/vote/", {"value": "1"})
    assert (hidden.status_code, hidden.content) == (404, never.content)
    assert Vote.unguarded.count() == 0


@pytest.mark.parametrize(
    "header",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"referer": "https://evil.example/form"},
        {"origin": "http://[bad"},
    ],
)
@pytest.mark.parametrize("path", ["vote", "progress"])
def test_another_sites_form_is_refused(film, voter, header, path):
    vote = f"/entries/{an_entry(film).public_id}/vote/"
    before = list(Bookmark.objects.values_list("film", "minute"))
    response = voter.post(
        vote if path == "vote" else PROGRESS,
        {"value": "1", "minute": "1"},
        headers=header,
    )
    assert response.status_code == 403
    assert Vote.unguarded.count() == 0
    assert list(Bookmark.objects.values_list("film", "minute")) == before


@pytest.mark.parametrize(
    "elsewhere",
    [
        "//evil.example",
        "https://evil.example/",
        "/\\evil.example",
        "https:evil.example",
        "/ok\r\nSet-Cookie: a=b",
        "/\0",
        "\t//evil.example",
        "///evil.example",
        "javascript:alert(1)",
        "/" + "a" * 1000,
    ],
)
def test_a_next_that_leads_elsewhere_is_not_followed(film, halfway, elsewhere):
    response = halfway.post(PROGRESS, {"minute": "5", "next": elsewhere})
    assert (response.status_code, response["Location"]) == (303, f"{FILM}#runtime")


def test_a_search_of_ten_thousand_letters_is_refused_kindly(film, finished):
    response = finished.get("/search/", {"q": "a" * 10_000})
    assert response.status_code == 400
    assert "at most 200 characters" in response.content.decode()


@pytest.mark.parametrize(
    "query", ["\0", '"', "a OR b", "NEAR(", "*", "'; DROP", "a" * 190, "%", "\ud800"]
)
def test_a_hostile_search_finds_nothing_and_breaks_nothing(film, finished, query):
    quoted = {"q": query.encode("utf-8", "surrogatepass")}
    assert finished.get("/search/", quoted).status_code == 200


def test_a_body_with_a_nul_is_answered(film, newcomer):
    body = b"minute=1\x00&next=\x00"
    kind = "application/x-www-form-urlencoded"
    assert newcomer.post(PROGRESS, body, content_type=kind).status_code == 400


def test_a_broken_multipart_body_is_answered(film, newcomer):
    kind = "multipart/form-data; boundary=x"
    response = newcomer.post(PROGRESS, b"--x\r\nnonsense", content_type=kind)
    assert response.status_code == 400


def test_the_log_in_survives_a_nul(db):
    form = {"login": "a\0@example.org", "password": "\0"}
    assert Client().post("/accounts/login/", form).status_code == 200


@pytest.mark.parametrize("token", ["", "x", "a:b:c", "\0"])
def test_an_undo_that_is_not_ours_changes_nothing(film, halfway, token):
    response = halfway.post("/shelf/undo/", {"token": token})
    assert response.status_code == 303
    assert "progress" not in response.cookies


NUL = "a\0b"


@pytest.mark.parametrize(
    "path",
    [
        "/films/a%00b/",
        "/films/%00/",
        f"{FILM}?cut=%00",
        f"{FILM}?%00=%00",
        "/search/?q=a%00b",
        "/films/?genre=%00",
        "/accounts/login/?next=/%00",
        "/entries/%00/",
        f"{FILM}card.svg?%00",
    ],
)
def test_a_nul_in_an_address_is_answered(film, voter, path):
    assert voter.get(path).status_code in (200, 302, 400, 404)


@pytest.mark.parametrize("name", ["session", "progress", "note", "vote", "language"])
def test_a_cookie_with_a_nul_is_none(film, name):
    reader = Client(headers={"cookie": f'{name}="abcdefgh\\000b"'})
    assert reader.get(FILM).status_code == 200
    assert reader.post(PROGRESS, {"minute": "10"}).status_code == 303


def test_a_nul_in_any_field_is_answered(film, voter):
    entry = f"/entries/{an_entry(film).public_id}/"
    voter.post(f"{entry}vote/", {"value": "1"})
    fields = {
        PROGRESS: {"minute": "10", "cut": NUL, "next": NUL},
        f"{entry}moved/": {"evidence": NUL},
        "/shelf/takeover/": {"film": NUL},
        "/accounts/password/reset/": {"email": f"{NUL}@example.org"},
        "/accounts/signup/": {"email": f"{NUL}@example.org", "password1": NUL},
        f"/propose/{an_entry(film).public_id}/?kind=correction": {
            "text": NUL, "name": NUL, "evidence0-beat": NUL, "act": "send"},
    }  # fmt: skip
    for path, form in fields.items():
        assert voter.post(path, form).status_code in (200, 302, 303, 400, 404), path


def test_a_nul_at_the_desk_is_answered(film, editor):
    for query in ("q=%00", "status__exact=%00", "o=%00", "film__id__exact=%00"):
        answer = editor.get(f"/admin/guide/beat/?{query}")
        assert answer.status_code in (200, 302, 400), query


def test_no_statement_takes_a_nul_to_a_database(film):
    with pytest.raises(SuspiciousOperation):
        Bookmark.objects.filter(reader__email=NUL).exists()
