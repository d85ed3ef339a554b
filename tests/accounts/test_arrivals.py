"""Signing up, in and out: what becomes of minutes, votes and cookies."""

from datetime import timedelta
from urllib.parse import parse_qsl

import pytest
from django.test import Client
from django.utils import timezone

from guide.gate.horizon import SEEN
from guide.passages.models import Interpretation
from guide.readers.bookmarks import AccountShelf
from guide.readers.models import Bookmark, Reader
from guide.votes.models import Vote
from tests import builders
from tests.conftest import at

PASSWORD = "a good password"
ENDING = "/films/the-long-night/ending/"


def sign_up(client, email="new@example.org"):
    form = {"email": email, "password1": PASSWORD, "password2": PASSWORD}
    return client.post("/accounts/signup/", form)


def sign_in(client, reader, **more):
    return client.post(
        "/accounts/login/", {"login": reader.email, "password": PASSWORD, **more}
    )


def bookmarks(reader):
    return dict(
        Bookmark.objects.filter(reader=reader).values_list("film__slug", "minute")
    )


def gone(response, name):
    return response.cookies[name]["max-age"] == 0


def reading_of(film):
    return Interpretation.unguarded.get(film=film)


def test_a_cookie_becomes_the_bookmarks_of_a_new_account(film, halfway):
    response = sign_up(halfway)
    assert bookmarks(Reader.objects.get()) == {"the-long-night": 50}
    assert gone(response, "progress")


def test_signing_in_raises_nothing_by_itself(film, finished):
    reader = builders.a_reader()
    AccountShelf(reader).move(film, 10)
    response = sign_in(finished, reader)
    assert response["Location"] == "/shelf/takeover/?next=%2Fshelf%2F"
    assert bookmarks(reader) == {"the-long-night": 10}
    assert gone(response, "progress")
    assert "endcanary" not in finished.get(ENDING).content.decode()


def test_what_the_device_knew_is_listed_once_and_unticked(film, finished):
    sign_in(finished, builders.a_reader())
    page = finished.get("/shelf/takeover/").content.decode()
    assert f'value="{film.public_id}"' in page
    assert "checked" not in page.replace("unchecked", "")


@pytest.mark.parametrize("ticked, minute", [(True, SEEN), (False, 10)])
def test_only_what_is_ticked_is_taken_over(film, finished, ticked, minute):
    reader = builders.a_reader()
    AccountShelf(reader).move(film, 10)
    sign_in(finished, reader)
    finished.post("/shelf/takeover/", {"film": [film.public_id] if ticked else []})
    assert bookmarks(reader) == {"the-long-night": minute}
    assert film.public_id not in finished.get("/shelf/takeover/").content.decode()


def test_a_film_that_was_not_on_offer_is_not_taken_over(film, sequel, finished):
    reader = builders.a_reader()
    sign_in(finished, reader)
    finished.post("/shelf/takeover/", {"film": [sequel.public_id]})
    assert bookmarks(reader) == {}


def test_signed_in_the_cookie_is_not_read(film, voter):
    voter.post("/films/the-long-night/progress/", {"minute": "10"})
    voter.cookies["progress"] = f"{film.public_id}.s"
    assert "endcanary" not in voter.get(ENDING).content.decode()


def test_signing_out_leaves_no_cookie(film, voter):
    voter.get("/accounts/password/change/")
    response = voter.post("/accounts/logout/")
    assert response.status_code == 302
    left = {name for name, c in voter.cookies.items() if c.value}
    assert left == set()


def press(client, entry, value="1"):
    """A vote by somebody who is not signed in; the form that they are led to."""
    response = client.post(f"/entries/{entry.public_id}/vote/", {"value": value})
    path, query = response["Location"].split("?")
    assert path == "/accounts/login/"
    return dict(parse_qsl(query))


def who_has_seen(film):
    reader = builders.a_reader()
    AccountShelf(reader).move(film, SEEN)
    return reader


def cast():
    return sorted(Vote.unguarded.values_list("reader", "value"))


def test_a_vote_waits_for_its_voter_to_sign_in(film, finished):
    led = press(finished, reading_of(film))
    assert cast() == []
    reader = who_has_seen(film)
    response = sign_in(finished, reader, **led)
    assert cast() == [(reader.pk, 1)]
    assert gone(response, "vote")


def test_a_vote_waits_on_until_its_voter_may_see_the_entry(film, finished):
    led = press(finished, reading_of(film), "-1")
    reader = builders.a_reader()
    sign_in(finished, reader, **led)
    assert cast() == []
    finished.post("/films/the-long-night/progress/", {"minute": "seen"})
    assert cast() == [(reader.pk, -1)]


def test_a_vote_is_not_cast_for_whoever_signs_in_next_on_the_device(film, finished):
    press(finished, reading_of(film))
    response = sign_in(finished, who_has_seen(film))
    assert (cast(), gone(response, "vote")) == ([], True)


def test_a_vote_that_waits_for_one_account_is_not_cast_for_another(film, finished):
    led = press(finished, reading_of(film))
    response = sign_in(finished, builders.a_reader(), **led)  # who has not seen it
    finished.post("/accounts/logout/")
    sign_in(finished, who_has_seen(film), **led)
    finished.post("/films/the-long-night/progress/", {"minute": "seen"})
    assert (cast(), gone(response, "vote")) == ([], True)


def test_a_saved_cookie_casts_nothing_again(film, finished):
    entry, reader, saved = reading_of(film), who_has_seen(film), []
    for value in ("1", "-1"):
        led = press(finished, entry, value)
        saved.append(finished.cookies["vote"].value)
    sign_in(finished, reader, **led)
    for cookie in saved * 2:
        finished.post("/accounts/logout/")
        finished.cookies["vote"] = cookie
        sign_in(finished, reader, **led)
        finished.post("/films/the-long-night/progress/", {"minute": "seen"})
        assert cast() == [(reader.pk, -1)]


def test_a_vote_waits_for_ten_minutes_and_no_longer(film, finished, monkeypatch):
    led = press(finished, reading_of(film))
    sign_in(finished, builders.a_reader(), **led)
    later = timezone.now() + timedelta(minutes=10, seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    finished.post("/films/the-long-night/progress/", {"minute": "seen"})
    assert cast() == []


def test_no_cookie_says_whose_vote_waits(film, finished):
    led = press(finished, reading_of(film))
    sign_in(finished, builders.a_reader(), **led)
    finished.get("/shelf/")  # which shows the note
    left = {name for name, cookie in finished.cookies.items() if cookie.value}
    assert left == {"session", "csrftoken"}


def test_votes_that_waited_are_limited_as_all_are(film, finished, settings):
    settings.VOTES_A_MINUTE = 2
    reader, entry = who_has_seen(film), reading_of(film)
    for value in ("1", "-1", "1"):
        sign_in(finished, reader, **press(finished, entry, value))
        page = finished.get("/shelf/").content.decode()
        finished.post("/accounts/logout/")
        finished.cookies["progress"] = f"{film.public_id}.s"
    assert cast() == [(reader.pk, -1)]
    assert "more votes in a minute than we can take" in page


def test_no_get_casts_a_vote(film, finished, voter):
    entry = reading_of(film)
    finished.post(f"/entries/{entry.public_id}/vote/", {"value": "1"})
    voter.cookies["vote"] = finished.cookies["vote"].value
    for path in (ENDING, f"/entries/{entry.public_id}/", "/shelf/"):
        voter.get(path)
    assert voter.get(f"/entries/{entry.public_id}/vote/").status_code == 405
    assert Vote.unguarded.count() == 0


def test_a_forged_waiting_vote_is_no_vote(film, voter):
    voter.cookies["vote"] = '["x",1]:1:forged'
    voter.post("/films/the-long-night/progress/", {"minute": "seen"})
    assert Vote.unguarded.count() == 0


def test_known_and_unknown_addresses_get_the_same_answer_at_reset(db):
    builders.a_reader("known@example.org")
    pages = [
        Client().post("/accounts/password/reset/", {"email": f"{name}@example.org"})
        for name in ("known", "never")
    ]
    assert len({(page.status_code, page.get("Location")) for page in pages}) == 1


def test_without_a_mail_server_the_reset_page_says_who_resets(db, newcomer):
    page = newcomer.get("/accounts/password/reset/").content.decode()
    assert "manage.py changepassword" in page


def test_two_addresses_that_differ_in_case_are_one_account(db):
    builders.a_reader("Known@example.org")
    page = sign_up(Client(), "known@EXAMPLE.org")
    assert Reader.objects.count() == 1
    assert page.status_code in (200, 302)


def test_who_minds_no_spoilers_sees_all_and_can_stop(film, newcomer):
    sign_up(newcomer)
    newcomer.post("/shelf/spoilers/", {"spoilers": "welcome"})
    assert "endcanary" in newcomer.get(ENDING).content.decode()
    newcomer.post("/shelf/spoilers/", {"spoilers": "mind"})
    assert "endcanary" not in newcomer.get(ENDING).content.decode()


def test_going_back_hides_ones_own_votes(film, voter):
    entry = reading_of(film)
    voter.post(f"/entries/{entry.public_id}/vote/", {"value": "1"})
    assert "Readingtitle" in voter.get("/shelf/").content.decode()
    voter.post("/films/the-long-night/progress/", {"minute": "50"})
    assert "Readingtitle" not in voter.get("/shelf/").content.decode()


def test_a_device_behind_the_account_offers_nothing(film):
    reader = builders.a_reader()
    AccountShelf(reader).move(film, 90)
    response = sign_in(at(film, 50), reader)
    assert response["Location"] == "/shelf/"
