"""The line that says who can see a row, and the tallies beside it."""

import pytest
from django.urls import reverse

from guide.admin.visibility_in_words import who_sees, with_elsewhere
from guide.passages.models import Beat, Ending, Interpretation
from guide.votes import casting
from guide.votes.models import Vote
from tests import builders
from tests.admin.desk_forms import change, fields, send

DRAFT = {"status": "draft", "published_at": None}


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"horizon_checked": True}, "from minute 50 on"),
        (DRAFT | {"horizon_checked": True}, "from minute 50 on; draft"),
        ({}, "not before minute 50; minute not checked"),
        (DRAFT | {"horizon": None}, "nobody: draft; no minute yet"),
        ({"status": "retired"}, "nobody: retired"),
        ({"horizon": 0, "minute": 0, "horizon_checked": True}, "everybody"),
        (
            {"held": True, "horizon_checked": True},
            "from the end on; held: only those who have seen the film",
        ),
    ],
)
def test_a_line_says_who_can_see_a_row(editor, beat, fields, line):
    for name, value in fields.items():
        setattr(beat, name, value)
    beat.save()
    assert who_sees(with_elsewhere(Beat.unguarded).get(pk=beat.pk)) == line
    lists = [reverse("admin:guide_beat_changelist"), change(beat), change(beat.film)]
    assert [line in editor.get(url).content.decode() for url in lists] == [True] * 3


def test_the_line_tells_of_other_films_and_of_what_a_row_hangs_on(film, sequel):
    ending = Ending.unguarded.get(film=film)
    reading = Interpretation.unguarded.get(film=film)
    builders.also_spoils(reading, sequel)
    ending.status = "retired"
    ending.save()
    row = with_elsewhere(Interpretation.unguarded).get(pk=reading.pk)
    assert who_sees(row) == (
        "from the end on; minute not checked; its ending is not published; "
        "and only once they have reached the other films it spoils"
    )


@pytest.mark.django_db(transaction=True)
def test_tallies_are_shown_and_cannot_be_typed(editor, film, voter):
    reading = Interpretation.unguarded.get(film=film)
    casting.cast(reader=voter.reader, entry=reading, value=1)
    page = editor.get(change(reading))
    assert "1 yes, 0 no, 1 in all" in page.content.decode()
    assert "1 yes, 0 no, 1 in all" in editor.get(change(film)).content.decode()
    assert [name for name in fields(page) if "vote" in name] == []
    send(editor, change(reading), votes="9", votes_yes="9")
    assert Vote.unguarded.get().value == 1
