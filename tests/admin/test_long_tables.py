"""What can be imported can be opened and saved: long tables come page by page."""

import pytest
from django.urls import reverse

from guide.admin.long_tables import CHOICES, ROWS
from guide.films.models import Status
from guide.passages.models import Beat, Evidence
from tests.admin.desk_forms import change, fields, send
from tests.conftest import flat

MANY = 720  # beats, whose fields are more than a form may have


@pytest.fixture
def beats(film):
    """Those of the film, and many more after them."""
    rows = [
        Beat(
            film=film, minute=100, order=at, horizon=110, status=Status.PUBLISHED,
            public_id=f"{at:010}", title=f"Step {at}", text="On and on.",
        )
        for at in range(MANY)
    ]  # fmt: skip
    Beat.unguarded.bulk_create(rows)
    return list(Beat.unguarded.filter(film=film))


def titles_on(page) -> list[str]:
    said = fields(page)
    first = int(said["beat-INITIAL_FORMS"])
    return [said[f"beat-{at}-title"] for at in range(first)]


def test_a_film_of_many_beats_is_opened_and_saved_page_by_page(editor, film, beats):
    page = f"{change(film)}?beat-page=3"
    shown = [beat.title for beat in beats[2 * ROWS : 3 * ROWS]]
    assert titles_on(editor.get(page)) == shown
    answer = send(editor, page, **{"beat-7-title": "Another step"})
    shown[7] = "Another step"
    assert answer.redirect_chain == [(f"{page}#beat-7", 302)]
    assert titles_on(answer) == shown
    left = [b.title for b in Beat.unguarded.filter(film=film)]
    assert left == [*(b.title for b in beats[: 2 * ROWS]), *shown,
                    *(b.title for b in beats[3 * ROWS :])]  # fmt: skip


def test_rows_that_moved_to_another_page_meanwhile_are_saved(editor, film, beats):
    page = f"{change(film)}?beat-page=2"
    posted = fields(editor.get(page)) | {"beat-0-title": "Moved on", "premise": "Anew."}
    Beat.unguarded.filter(pk__in=[beat.pk for beat in beats[:50]]).update(
        minute=109, horizon=110
    )
    answer = editor.post(page, posted, follow=True)
    assert answer.redirect_chain == [(f"{change(film)}#beat-50", 302)]
    assert Beat.unguarded.get(pk=beats[ROWS].pk).title == "Moved on"
    film.refresh_from_db()
    assert (film.premise, Beat.unguarded.filter(film=film).count()) == (
        "Anew.",
        len(beats),
    )


def test_the_pages_of_a_table_lead_to_each_other(editor, film, beats):
    page = flat(editor.get(f"{change(film)}?beat-page=3").content.decode())
    assert f"201 to 300 of {len(beats)} beats" in page
    assert 'href="?beat-page=4#beat-group"' in page
    assert (
        "each page is saved on its own"
        not in editor.get(reverse("admin:guide_film_add")).content.decode()
    )


def test_evidence_has_room_for_its_lists_of_beats(editor, film, beats, reading):
    Evidence.unguarded.filter(passage=reading).delete()
    Evidence.unguarded.bulk_create(
        Evidence(passage=reading, beat=beat, stance="supports", note=f"{at}",
                 public_id=f"{at:010}", order=at)
        for at, beat in enumerate(beats[:60])
    )  # fmt: skip
    page = f"{change(reading)}?evidence-page=2"
    posted = fields(editor.get(page))
    options = int(posted["evidence-INITIAL_FORMS"]) * len(beats)
    assert len(beats) < options <= CHOICES
    editor.post(page, posted | {"evidence-1-note": "So."})
    notes = list(
        Evidence.unguarded.filter(passage=reading).values_list("note", flat=True)
    )
    assert (len(notes), notes.count("So.")) == (60, 1)
