"""Publishing at a set time: by whom, when, in which order, and what is refused."""

from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.management import CommandError, call_command
from django.test import override_settings

from guide import environment
from guide.films.models import Film
from guide.passages import publishing
from tests import builders
from tests.admin.desk_forms import change, errors, fields, send
from tests.admin.people import a_member, signed_in
from tests.conftest import at

NOON = datetime(2031, 5, 4, 12, tzinfo=UTC)
BEFORE, AFTER = NOON - timedelta(minutes=1), NOON + timedelta(seconds=1)


def publish_due(now) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    with time_machine.travel(now, tick=False):
        try:
            call_command("publish_due", stdout=out, stderr=err)
        except CommandError as error:
            assert error.returncode == 1
            err.write(str(error))
    return out.getvalue(), err.getvalue()


def timed(make, *args, **fields):
    with time_machine.travel(NOON - timedelta(days=1), tick=False):
        return make(*args, status="review", publish_at=NOON, **fields)


def test_a_row_shows_from_the_first_call_after_its_time_on(film):
    beat = timed(builders.a_beat, film, 20, "A *canaryword* sings.")
    page, shown = f"/films/{film.slug}/", []
    for now in (BEFORE, AFTER):
        with time_machine.travel(now, tick=False):
            shown.append(b"canaryword" in at(film, 50).get(page).content)
        said = publish_due(now)
        shown.append(b"canaryword" in at(film, 50).get(page).content)
    beat.refresh_from_db()
    assert shown == [False, False, False, True]
    assert said == ("Published: the beat “20: A beat”.\n", "")
    assert (beat.published_at, beat.publish_at) == (AFTER, None)
    assert "<em>canaryword</em>" in beat.rendered["text"]["html"]
    record = beat.history.latest()
    assert (record.history_change_reason, record.history_user) == (
        "published at its set time", None,
    )  # fmt: skip


def test_an_ending_is_published_at_its_time(sequel):
    ending = timed(builders.an_ending, sequel, 60, "A canaryword sings.")
    page, shown = f"/films/{sequel.slug}/ending/", []
    for now in (BEFORE, AFTER):
        publish_due(now)
        shown.append(b"canaryword" in at(sequel, 60).get(page).content)
    ending.refresh_from_db()
    assert (shown, ending.status) == ([False, True], "published")


def test_a_second_call_publishes_nothing_twice(film):
    timed(builders.a_beat, film, 20)
    assert [out.count("Published") for out, _ in map(publish_due, [AFTER] * 2)] == [
        1,
        0,
    ]


def test_an_answer_and_its_question_of_one_time_come_in_order(film):
    question = timed(builders.a_question, film, 20, "Why at noon?")
    answer = timed(builders.an_answer, question, "Because of noon.")
    answer.publish_at = BEFORE
    answer.save()
    out, err = publish_due(AFTER)
    assert (out.index("Why at noon?") < out.index("Because of noon."), err) == (
        True,
        "",
    )


def test_what_is_refused_is_named_kept_and_tried_again(film):
    question = builders.a_question(film, 20, "A draft?", status="draft")
    answer = timed(builders.an_answer, question, "Because.")
    beat = timed(builders.a_beat, film, 20)
    _, err = publish_due(AFTER)
    answer.refresh_from_db()
    beat.refresh_from_db()
    assert "It rests on the question “A draft?”, which is not published (draft)." in err
    assert "1 could not be published." in err
    assert (answer.status, answer.publish_at, beat.status) == (
        "review",
        NOON,
        "published",
    )
    publishing.publish(question)
    assert publish_due(AFTER)[0] == "Published: the answer “Because.”.\n"


def test_a_film_and_its_guide_open_at_their_time(newcomer, db):
    film = Film(title="At Noon", slug="at-noon", year=2000, runtime=100, premise="So.",
                publish_at=NOON)  # fmt: skip
    with time_machine.travel(BEFORE, tick=False):
        publishing.save_film(film)
    before = newcomer.get("/films/at-noon/").status_code
    publish_due(AFTER)
    film.refresh_from_db()
    assert (before, newcomer.get("/films/at-noon/").status_code) == (404, 200)
    assert (film.publish_at, film.published_at) == (None, AFTER)


def test_an_editor_sets_a_time_in_the_sites_time_zone(film):
    editor = signed_in(a_member("Editors"))
    draft = builders.a_beat(film, 20, title="Timedtitle", status="draft")
    with override_settings(TIME_ZONE="Europe/Berlin"):
        send(editor, change(draft), publish_at_0="2031-05-04", publish_at_1="14:00:00")
        page = editor.get(change(draft))
        listed = editor.get("/admin/review/").content.decode()
    draft.refresh_from_db()
    assert draft.publish_at == NOON
    assert fields(page)["publish_at_1"] == "14:00:00"
    assert "In the site’s time zone, Europe/Berlin." in page.content.decode()
    assert "to be published at 2031-05-04 14:00" in listed


def test_a_time_that_has_passed_is_refused(film):
    editor = signed_in(a_member("Editors"))
    draft = builders.a_beat(film, 20, status="draft")
    page = send(editor, change(draft), publish_at_0="2001-05-04", publish_at_1="14:00")
    assert "This time has passed." in errors(page)["publish_at"][0]


def test_what_is_due_may_be_mended(film):
    draft = timed(builders.a_beat, film, 20)
    with time_machine.travel(AFTER, tick=False):
        draft.text = "Mended."
        publishing.save(draft)
    assert publish_due(AFTER)[0].startswith("Published")


def test_a_writer_sets_no_time_and_changes_nothing_that_has_one(film):
    writer = a_member("Writers")
    draft = builders.a_beat(film, 20, status="draft")
    draft.publish_at = NOON
    with time_machine.travel(BEFORE, tick=False):
        with pytest.raises(ValidationError, match="Only an editor can set a time"):
            publishing.save(draft, by=writer)
        publishing.save(draft)
        draft.text = "Slipped in."
        with pytest.raises(ValidationError, match="An editor has set a time"):
            publishing.save(draft, by=writer)
    assert "publish_at_0" not in fields(signed_in(writer).get(change(draft)))


def test_saving_it_as_published_forgets_the_time(film):
    draft = timed(builders.a_beat, film, 20)
    publishing.publish(draft)
    draft.refresh_from_db()
    assert draft.publish_at is None


def test_a_time_zone_that_does_not_exist_stops_the_start(monkeypatch):
    monkeypatch.setenv("TIME_ZONE", "Europe/Berlin")
    assert environment.time_zone() == "Europe/Berlin"
    monkeypatch.setenv("TIME_ZONE", "Middle/Earth")
    with pytest.raises(ImproperlyConfigured, match="Europe/Berlin"):
        environment.time_zone()


@pytest.mark.parametrize(
    ("zone", "day", "hour"),
    [
        ("America/New_York", "9999-12-31", "23:00:00"),
        ("UTC", "9999-12-31", "23:59:59"),
        ("Asia/Tokyo", "0001-01-01", "00:00:00"),
        ("Europe/Berlin", "2200-01-01", "12:00:00"),
    ],
)
def test_a_time_beyond_the_calendar_is_refused_beside_its_field(film, zone, day, hour):
    editor = signed_in(a_member("Editors"))
    draft = builders.a_beat(film, 20, status="draft")
    hidden = builders.a_film("Later", status="draft")
    for row in (draft, hidden):
        with override_settings(TIME_ZONE=zone):
            page = send(editor, change(row), publish_at_0=day, publish_at_1=hour)
        assert errors(page)["publish_at"][0] == "Enter a year from 1970 to 2199."
        assert type(row).unguarded.get(pk=row.pk).publish_at is None


@pytest.mark.parametrize("year", [1, 9999])
def test_a_time_that_was_stored_at_the_edge_breaks_no_page(film, year):
    editor = signed_in(a_member("Editors"))
    draft = builders.a_beat(film, 20, title="Timedtitle", status="draft")
    edge = datetime.min if year == 1 else datetime.max.replace(microsecond=0)
    rows = type(draft).unguarded.filter(pk=draft.pk)
    rows.update(publish_at=edge.replace(tzinfo=UTC))
    for zone in ("Europe/Berlin", "America/New_York"):
        with override_settings(TIME_ZONE=zone):
            pages = [
                editor.get(p) for p in (change(draft), change(film), "/admin/review/")
            ]
        assert [page.status_code for page in pages] == [200, 200, 200]
        assert "Timedtitle" in pages[2].content.decode()
