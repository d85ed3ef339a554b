"""The button "this is shown too early": held at once by two trusted readers."""

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from guide.editorial import moderation
from guide.editorial.models import Report
from guide.gate.horizon import SEEN
from guide.passages import publishing
from guide.passages.models import Answer, Beat, Question
from guide.readers.bookmarks import AccountShelf
from tests import builders
from tests.conftest import at

FILM = "/films/the-long-night/"


def a_client(film, minute=SEEN, trusted=False):
    client = Client()
    client.reader = builders.a_reader()
    AccountShelf(client.reader).move(film, minute)
    if trusted:
        client.reader.groups.add(Group.objects.get(name=moderation.TRUSTED))
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(client.reader, backend=backend)
    return client


@pytest.fixture
def early(film):
    return Beat.unguarded.get(film=film, minute=10)


def press(client, row):
    return client.post(f"/rows/{row.public_id}/early/", {"next": FILM}).status_code


def test_two_trusted_readers_hold_a_row_at_once(film, early, halfway, finished):
    for _ in range(2):
        assert "earlycanary" in halfway.get(FILM).content.decode()
        assert press(a_client(film, 50, trusted=True), early) == 303
    assert "earlycanary" not in halfway.get(FILM).content.decode()
    assert "earlycanary" in finished.get(FILM).content.decode()


def test_one_trusted_reader_twice_holds_nothing(film, early):
    client = a_client(film, trusted=True)
    assert [press(client, early), press(client, early)] == [303, 303]
    early.refresh_from_db()
    assert (early.held, Report.unguarded.count()) == (False, 1)


def test_many_other_readers_fill_the_queue_and_hold_nothing(film, early):
    for _ in range(4):
        press(a_client(film), early)
    early.refresh_from_db()
    assert (early.held, moderation.of_row(early).count()) == (False, 4)


def test_what_an_editor_has_cleared_is_let_go_and_later_reports_count(film, early):
    first = [a_client(film, trusted=True) for _ in range(2)]
    for client in first:
        press(client, early)
    early.refresh_from_db()
    moderation.clear(early)
    seen = []
    for client in (*first, a_client(film, trusted=True), a_client(film, trusted=True)):
        press(client, early)
        early.refresh_from_db()
        seen.append((early.held, early.cleared, moderation.of_row(early).count()))
    let_go = (False, True)
    assert seen == [(*let_go, 0), (*let_go, 0), (*let_go, 1), (True, False, 2)]


def test_a_minute_that_is_raised_answers_what_was_reported(film, early):
    client = a_client(film)
    press(client, early)
    states = []
    for minute in (10, 9, 30):
        early.horizon, early.minute = minute, 5
        publishing.save(early)
        states.append(Report.unguarded.get().state)
    assert states == ["open", "open", "mended"]
    press(client, early)  # it still stands too early for them
    assert Report.unguarded.get().state == "open"


def test_a_row_raised_with_what_it_rests_on_is_answered_too(film):
    question = Question.unguarded.get(film=film)
    press(a_client(film), Answer.unguarded.get(under=question))
    question.horizon = 80
    assert len(publishing.save(question)) == 1
    assert Report.unguarded.get().state == "mended"


def test_a_row_that_is_held_waits_for_an_editor_who_lets_it_go(film, early):
    press(a_client(film), early)
    moderation.hold(early)
    early.horizon = 30
    publishing.save(early)
    assert Report.unguarded.get().state == "open"
    moderation.mended(early)
    assert Report.unguarded.get().state == "mended"


def test_a_row_read_before_it_was_held_is_saved_held(film, early):
    for _ in range(2):
        press(a_client(film, trusted=True), early)
    early.title = "Newtitle"  # as somebody has it who read the row before
    publishing.save(early)
    assert "Newtitle" not in at(film, 50).get(FILM).content.decode()
    early.refresh_from_db()
    assert (early.title, early.held) == ("Newtitle", True)


def test_setting_the_minute_closes_the_reports(film, early):
    for _ in range(2):
        press(a_client(film, trusted=True), early)
    early.refresh_from_db()
    early.horizon = 30
    moderation.mended(early)
    early.refresh_from_db()
    assert (early.held, moderation.of_row(early).count()) == (False, 0)


def test_a_reader_reports_five_rows_a_day(film):
    client = a_client(film)
    rows = [builders.a_beat(film, n) for n in range(7)]
    assert [press(client, row) for row in rows] == [303] * 5 + [429] * 2


def test_what_is_hidden_cannot_be_reported(film):
    late = Beat.unguarded.get(film=film, minute=90)
    client = a_client(film, 50)
    hidden = client.post(f"/rows/{late.public_id}/early/")
    never = client.post("/rows/neverneve2/early/")
    assert (hidden.status_code, hidden.content) == (404, never.content)
    assert Report.unguarded.count() == 0


def test_who_is_not_signed_in_is_sent_to_sign_in(film, early, halfway):
    response = halfway.post(f"/rows/{early.public_id}/early/")
    assert response["Location"].startswith("/accounts/login/")
    assert Report.unguarded.count() == 0
