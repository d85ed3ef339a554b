"""Who is led somewhere else comes back to where they were."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from guide.gate.horizon import SEEN
from guide.passages.models import Beat, Dispute, Ending, Entry, Interpretation
from guide.readers.bookmarks import AccountShelf
from tests import builders
from tests.conftest import at

FILM, ENDING = "/films/the-long-night/", "/films/the-long-night/ending/"
PASSWORD = "a good password"


def links(page, words):
    """Where the links of a page lead whose text is `words`."""
    found = re.findall(rf'<a\b[^>]*href="([^"]*)"[^>]*>{words}</a>', page)
    return [link.replace("&amp;", "&") for link in found]


def leads_back_to(link):
    return parse_qs(urlsplit(link).query).get("next")


def sign_in(client, reader, path="/accounts/login/", **more):
    form = {"login": reader.email, "password": PASSWORD}
    return client.post(path, form | more)


@pytest.mark.parametrize("path", ["/", "/films/", FILM, "/search/?q=night+long"])
def test_the_header_signs_in_and_remembers_the_page(film, newcomer, path):
    (link,) = links(newcomer.get(path).content.decode(), "Sign in")
    assert leads_back_to(link) == [path]


def test_the_log_in_page_remembers_what_it_was_told(film, newcomer):
    page = newcomer.get(f"/accounts/signup/?next={FILM}").content.decode()
    assert {*map(str, map(leads_back_to, links(page, "Sign in")))} == {f"['{FILM}']"}
    elsewhere = newcomer.get("/accounts/login/?next=//evil.example/").content.decode()
    assert links(elsewhere, "Sign in") == ["/accounts/login/"]


def test_a_page_that_answers_a_form_is_no_page_to_come_back_to(film, newcomer):
    page = newcomer.post(f"{FILM}progress/", {"minute": "x"}).content.decode()
    assert links(page, "Sign in") == ["/accounts/login/"]


def test_sign_in_to_vote_is_a_link_back_to_that_vote(film, finished):
    entry = Interpretation.unguarded.get(film=film)
    page = finished.get(ENDING).content.decode()
    there = f"{ENDING}#vote-{entry.public_id}"
    (link,) = [li for li in links(page, "Sign in to vote") if entry.public_id in li]
    assert leads_back_to(link) == [there]
    reader = builders.a_reader()
    AccountShelf(reader).move(film, SEEN)
    assert sign_in(finished, reader, link)["Location"] == there


def test_a_device_that_was_further_is_asked_wherever_log_in_leads(film, finished):
    reader = builders.a_reader()
    AccountShelf(reader).move(film, 40)
    answer = sign_in(finished, reader, next=ENDING)
    assert answer["Location"] == f"/shelf/takeover/?next={ENDING.replace('/', '%2F')}"
    page = finished.get(answer["Location"]).content.decode()
    assert f'name="next" value="{ENDING}"' in page
    ticked = {"film": [film.public_id], "next": ENDING}
    assert finished.post("/shelf/takeover/", ticked)["Location"] == ENDING
    assert "endcanary" in finished.get(ENDING).content.decode()


def test_the_shelf_leads_to_what_was_not_answered(film, finished):
    reader = builders.a_reader()
    AccountShelf(reader).move(film, 40)
    sign_in(finished, reader, next=ENDING)
    assert links(finished.get("/shelf/").content.decode(), "See which")
    finished.post("/shelf/takeover/")
    assert not links(finished.get("/shelf/").content.decode(), "See which")


def test_what_the_account_has_caught_up_with_is_not_offered(film, sequel, finished):
    reader = builders.a_reader()
    AccountShelf(reader).move(film, 40)
    sign_in(finished, reader)
    AccountShelf(reader).move(film, SEEN)
    assert not links(finished.get("/shelf/").content.decode(), "See which")
    answer = finished.get(f"/shelf/takeover/?next={FILM}")
    assert (answer.status_code, answer["Location"]) == (303, FILM)


def a_voter(film):
    client = Client()
    client.reader = builders.a_reader()
    AccountShelf(client.reader).move(film, SEEN)
    sign_in(client, client.reader)
    return client


@pytest.mark.parametrize(
    "model, page", [(Beat, FILM), (Entry, ENDING), (Ending, ENDING), (Dispute, FILM)]
)
def test_a_report_keeps_the_place_and_is_thanked_there(film, model, page):
    client, row = a_voter(film), model.unguarded.filter(film=film).first()
    if model is Entry:
        row = Interpretation.unguarded.get(film=film)
    before = client.get(page).content.decode()
    there = f"{page}#actions-{row.public_id}"
    assert f'id="actions-{row.public_id}"' in before
    assert f'name="next" value="{there}"' in before
    answer = client.post(f"/rows/{row.public_id}/early/", {"next": there})
    assert answer["Location"] == there
    after = client.get(page).content.decode()
    thanks = "Thank you. An editor will check whether this is shown too early."
    assert after.count(thanks) == 1
    assert f'id="actions-{row.public_id}" role="status">{thanks}' in after
    assert thanks not in client.get(page).content.decode()


def test_what_cannot_be_told_at_its_row_is_told_at_the_top(film):
    client, beat = a_voter(film), Beat.unguarded.filter(film=film).first()
    client.post(f"/rows/{beat.public_id}/early/", {"next": "/shelf/"})
    assert "Thank you. An editor" in client.get("/shelf/").content.decode()


def test_the_first_error_of_a_proposal_is_focused_and_all_are_listed(film):
    client, beat = a_voter(film), Beat.unguarded.filter(film=film).first()
    path = f"/propose/{beat.public_id}/?kind=dispute"
    page = client.post(path, {"title": "Mine?", "act": "send"}).content.decode()
    said, focused = re.findall(r'<li><a href="#(\w+)">', page), "id_said_elsewhere"
    assert said == ["id_said_elsewhere", "id_text", "id_minute", "id_consent"]
    assert re.findall(r"<\w+ [^>]*\bautofocus[^>]*>", page) == re.findall(
        rf'<\w+ [^>]*id="{focused}"[^>]*>', page
    )
    whole = {"title": "Mine?", "said_elsewhere": "S.", "text": "T.", "unsure": "on"}
    page = client.post(path, whole | {"act": "send"}).content.decode()
    (line,) = re.findall(r"<\w+ [^>]*\bautofocus[^>]*>", page)
    assert 'id="id_consent"' in line
    assert "autofocus" not in client.get(path).content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/entries/{entry}/vote/",
        "/entries/zzzzzzzzzz/vote/",
        "/entries/{entry}/moved/",
        "/rows/{entry}/early/",
        "/language/",
        "/shelf/undo/",
        "/shelf/asked/",
    ],
)
def test_an_address_that_only_takes_buttons_shows_a_page_of_ours(film, voter, path):
    entry = Interpretation.unguarded.get(film=film).public_id
    answer = voter.get(path.format(entry=entry))
    assert (answer.status_code, answer["Allow"]) == (405, "POST")
    page = answer.content.decode()
    assert "There is no page here" in page and 'href="/accounts/logout/"' in page
    assert "Readingtitle" not in page
    hidden = Client().get(path.format(entry=entry))
    assert hidden.content == Client().get(path.format(entry="neverwas00")).content


def test_who_is_signed_in_is_not_asked_to_sign_in_where_nothing_is(film, voter):
    page = voter.get("/nothing/").content.decode()
    assert "Sign in" not in page and "sign in" not in page
    assert 'href="/accounts/logout/"' in page
    stranger = at(film, SEEN).get("/nothing/").content.decode()
    assert len(links(stranger, "Sign in")) == 2


def test_the_other_refusals_know_who_reads(film, voter):
    bad = voter.post("/language/", {"language": "xx"})
    other = voter.post("/language/", headers={"origin": "https://evil.example"})
    for page in (bad, other):
        assert page.status_code in (400, 403)
        assert 'href="/accounts/logout/"' in page.content.decode()
