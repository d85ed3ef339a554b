"""Progress in a cookie or in rows: go on, go back, forget, undo."""

import pytest

from guide.gate.horizon import SEEN
from guide.passages.models import Interpretation
from guide.readers import progress_cookie
from guide.readers.models import Bookmark
from tests import builders
from tests.conftest import leads_to

PROGRESS = "/films/the-long-night/progress/"


def kept(client, film):
    """The minute that a client's own shelf holds for the film."""
    if reader := getattr(client, "reader", None):
        row = Bookmark.objects.filter(reader=reader, film=film).first()
        return row and row.minute
    sent = client.cookies.get("progress")
    return progress_cookie.read(sent.value if sent else "").get(film.public_id)


@pytest.fixture(params=["cookie", "account"])
def reader(request, film, newcomer):
    if request.param == "cookie":
        return newcomer
    client = request.getfixturevalue("voter")
    client.post(PROGRESS, {"minute": "forget"})
    return client


def undo(client):
    """Press the button of the notice on the next page."""
    page = client.get("/shelf/").content.decode()
    token = page.split('name="token" value="')[1].split('"')[0]
    return client.post("/shelf/undo/", {"token": token})


def test_a_minute_is_kept_and_the_form_leads_back(reader, film):
    response = reader.post(PROGRESS, {"minute": "50"})
    assert response.status_code == 303
    assert leads_to(reader, response) == "/films/the-long-night/#runtime"
    assert kept(reader, film) == 50


def test_hours_and_minutes_are_understood(reader, film):
    reader.post(PROGRESS, {"minute": "1h 07"})
    assert kept(reader, film) == 67


@pytest.mark.parametrize("typed", ["seen", "100", "103", "1:40:10"])
def test_the_end_of_the_film_is_seen(reader, film, typed):
    reader.post(PROGRESS, {"minute": "85"})
    reader.post(PROGRESS, {"minute": typed})
    assert kept(reader, film) == SEEN


def test_going_back_hides_again(reader, film):
    reader.post(PROGRESS, {"minute": "seen"})
    reader.post(PROGRESS, {"minute": "10"})
    page = reader.get("/films/the-long-night/").content.decode()
    assert ("earlycanary" in page, "middlecanary" in page) == (True, False)


def test_a_forgotten_film_is_off_the_shelf_until_it_is_undone(reader, film):
    reader.post(PROGRESS, {"minute": "50"})
    reader.post(PROGRESS, {"minute": "forget"})
    assert kept(reader, film) is None
    undo(reader)
    assert kept(reader, film) == 50


def test_the_first_minute_is_undone_to_nothing(reader, film):
    reader.post(PROGRESS, {"minute": "50"})
    undo(reader)
    assert kept(reader, film) is None


def test_every_film_is_forgotten_and_comes_back(reader, film, sequel):
    reader.post(PROGRESS, {"minute": "50"})
    reader.post("/films/the-long-day/progress/", {"minute": "7"})
    reader.post("/shelf/forget/")
    assert (kept(reader, film), kept(reader, sequel)) == (None, None)
    undo(reader)
    assert (kept(reader, film), kept(reader, sequel)) == (50, 7)


def test_the_notice_shows_once(reader, film):
    reader.post(PROGRESS, {"minute": "50"})
    first, second = (reader.get("/films/").content.decode() for _ in range(2))
    assert ("now at minute 50" in first, "now at minute" in second) == (
        True,
        False,
    )


def test_the_shelf_says_what_going_back_takes_off_it_and_not_whether_it_did(
    film, voter
):
    reading = Interpretation.unguarded.get(film=film)

    def shelf_at(minute, vote):
        voter.post(PROGRESS, {"minute": "seen"})
        voter.post(f"/entries/{reading.public_id}/vote/", {"value": vote})
        voter.post(PROGRESS, {"minute": minute})
        voter.get("/")  # the notice
        return voter.get("/shelf/").content.decode()

    voted = shelf_at("20", "1")
    assert ("Readingtitle" in voted, "leaves this page" in voted) == (False, True)
    assert voted == shelf_at("20", "0")
    assert "Readingtitle" in shelf_at("seen", "1")


def test_a_cookie_holds_three_hundred_films_and_drops_the_oldest():
    films = {f"f{n:05d}": n % 90 for n in range(301)}
    left = progress_cookie.read(progress_cookie.write(films))
    assert list(left.items()) == list(films.items())[1:]


def test_nothing_of_a_reader_without_an_account_is_stored(film, newcomer):
    newcomer.post(PROGRESS, {"minute": "50"})
    assert Bookmark.objects.count() == 0


def test_pages_without_an_account_set_no_cookie_and_carry_no_token(film, halfway):
    for path in ("/", "/films/", "/films/the-long-night/", "/shelf/", "/search/?q=a"):
        response = halfway.get(path)
        assert response.cookies == {}
        assert "csrfmiddlewaretoken" not in response.content.decode()


def test_a_runtime_corrected_downwards_counts_as_seen(reader, film):
    reader.post(PROGRESS, {"minute": "95"})
    film.runtime = 94
    film.save()
    page = reader.get("/films/the-long-night/ending/").content.decode()
    assert "endcanary" in page


def test_a_draft_film_is_on_no_shelf(reader, db):
    draft = builders.a_film("Drafttitle", slug="draft", status="draft")
    assert reader.post("/films/draft/progress/", {"minute": "5"}).status_code == 404
    assert kept(reader, draft) is None


@pytest.mark.parametrize(("others", "says"), [(298, False), (299, True)])
def test_a_full_shelf_says_what_the_next_film_costs(newcomer, film, others, says):
    minutes = {f"{n:06}".replace("0", "a"): 5 for n in range(others)}
    newcomer.cookies["progress"] = progress_cookie.write(minutes | {film.public_id: 10})
    shelf = newcomer.get("/shelf/").content.decode()
    assert ("The shelf in this browser is full." in shelf) is says
    assert "middlecanary" not in shelf
