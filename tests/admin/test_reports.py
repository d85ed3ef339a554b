"""The queue of reports, and what setting a row's minute does to it."""

import pytest

from guide.editorial.models import Report
from guide.passages.models import Beat
from tests import builders
from tests.admin.desk_forms import change, fields


@pytest.fixture
def reported(film):
    beat = Beat.unguarded.get(film=film, minute=10)
    Report.unguarded.create(reader=builders.a_reader(), passage=beat)
    Beat.unguarded.filter(pk=beat.pk).update(held=True)
    return beat


def save(editor, beat, **typed):
    """Type over fields of the beat's page and save; None unticks a box."""
    form = fields(editor.get(change(beat))) | typed
    form = {name: value for name, value in form.items() if value is not None}
    assert editor.post(change(beat), form).status_code == 302
    beat.refresh_from_db()
    return Report.unguarded.get().state


def test_the_queue_links_to_the_row(editor, reported):
    page = editor.get("/admin/guide/report/").content.decode()
    assert change(reported) in page
    assert "held: only those who have seen the film" in page


def test_setting_the_minute_closes_the_report(editor, reported):
    assert save(editor, reported, horizon="30", held=None) == "mended"
    assert (reported.horizon, reported.held) == (30, False)


def test_clearing_a_row_closes_the_report_for_good(editor, reported):
    assert save(editor, reported, cleared="on") == "cleared"
    assert (reported.held, reported.cleared) == (False, True)


def test_a_page_opened_before_readers_held_the_row_does_not_let_it_go(editor, reported):
    Beat.unguarded.filter(pk=reported.pk).update(held=False)
    form = fields(editor.get(change(reported))) | {"title": "Newtitle"}
    Beat.unguarded.filter(pk=reported.pk).update(held=True)
    assert editor.post(change(reported), form).status_code == 302
    reported.refresh_from_db()
    assert (reported.title, reported.held) == ("Newtitle", True)
    assert Report.unguarded.get().state == "open"


def test_an_editor_holds_a_row_and_lets_reports_hold_it_again(editor, reported):
    save(editor, reported, cleared="on")
    assert (reported.held, reported.cleared) == (False, True)
    save(editor, reported, cleared=None, held="on")
    assert (reported.held, reported.cleared) == (True, False)
