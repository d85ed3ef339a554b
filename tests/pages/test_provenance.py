"""How a guide was made: said on its film's page, and beside a text what differs."""

from datetime import date

import pytest

from guide.gate.horizon import SEEN
from guide.passages.models import Beat, Ending
from tests import builders
from tests.conftest import at, flat
from tests.pages.test_structured import movie

FILM, ENDING = "/films/the-long-night/", "/films/the-long-night/ending/"
GERMAN = {"accept-language": "de"}
CHECKED = {
    "checked_against": "two plot summaries and a review",
    "checked_on": date(2026, 11, 26),
}
BYLINE = '<p class="byline">{}</p>'


def made(client, **headers):
    """The section of the film's page, line by line."""
    page = flat(client.get(FILM, headers=headers).content.decode())
    _, _, section = page.partition('id="made"')
    items = section.partition("</ul>")[0].split("<li>")[1:]
    return [item.partition("</li>")[0] for item in items]


def test_a_film_says_how_its_guide_was_made(film, newcomer):
    builders.a_provenance(film, **CHECKED)
    assert made(newcomer) == [
        "Machine-written, by a language model.",
        "Checked against <span>two plot summaries and a review</span>, "
        "on 26 November 2026.",
        "Nobody has checked its minutes against the film yet.",
        "Nobody has reviewed it yet.",
    ]


def test_who_did_what_is_named(film, newcomer):
    names = {"minutes_checked_by": "Bo", "reviewed_by": "Cy"}
    builders.a_provenance(
        film, "by-hand", written_by="Ann", corrected_on=date(2026, 12, 1), **names
    )
    assert made(newcomer) == [
        "Written by hand, by Ann.",
        "Nobody has checked it against any source yet.",
        "Its minutes were checked at the film by Bo.",
        "Reviewed by Cy.",
        "Corrected by hand, last on 1 December 2026.",
    ]


def test_it_is_said_in_german(film, newcomer):
    builders.a_provenance(film, corrected_on=date(2026, 12, 1), **CHECKED)
    assert made(newcomer, **GERMAN) == [
        "Maschinell geschrieben, von einem Sprachmodell.",
        'Geprüft anhand von <span lang="en">two plot summaries and a review</span>, '
        "am 26. November 2026.",
        "Seine Minuten hat noch niemand am Film geprüft.",
        "Gegengelesen hat ihn noch niemand.",
        "Von Hand korrigiert, zuletzt am 1. Dezember 2026.",
    ]


def test_it_is_the_same_at_every_progress(film, newcomer, halfway, finished):
    builders.a_provenance(film, **CHECKED)
    Beat.unguarded.filter(minute=90).update(how="by-hand")
    assert made(newcomer) == made(halfway) == made(finished) != []


def test_a_guide_that_says_nothing_has_no_section(film, finished):
    Beat.unguarded.update(how="by-hand")
    assert made(finished) == []
    page = finished.get(FILM).content.decode()
    assert ("atecanary" in page, "by hand" in page) == (True, False)


@pytest.mark.parametrize(
    "of_guide, of_row, line",
    [
        ("machine-written", "by-hand", "Written by hand."),
        ("machine-written", "machine-assisted", "Corrected by hand."),
        ("by-hand", "machine-assisted", "Written with a machine’s help."),
        ("by-hand", "machine-written", "Machine-written."),
    ],
)
def test_a_text_says_what_differs_where_it_shows(film, halfway, of_guide, of_row, line):
    builders.a_provenance(film, of_guide)
    Beat.unguarded.filter(minute__in=[50, 90]).update(how=of_row)
    pages = [at(film, m).get(FILM).content.decode() for m in (10, 50, SEEN)]
    assert [page.count(BYLINE.format(line)) for page in pages] == [0, 1, 2]


def test_a_text_made_as_its_guide_says_nothing(film, finished):
    builders.a_provenance(film)
    Beat.unguarded.filter(minute=50).update(how="machine-written")
    page = finished.get(FILM).content.decode()
    assert ("middlecanary" in page, 'class="byline"' in page) == (True, False)


def test_every_kind_of_row_says_it(film, finished):
    builders.a_provenance(film)
    for row in (*Beat.unguarded.all(), *Ending.unguarded.all()):
        builders.a_dispute(row, how="by-hand")
    question = builders.a_question(film, SEEN, under=Ending.unguarded.get())
    builders.an_answer(question, how="by-hand")
    builders.an_interpretation(Ending.unguarded.get(), how="machine-assisted")
    Ending.unguarded.update(how="machine-assisted")
    page = finished.get(ENDING).content.decode()
    lines = ("Written by hand.", "Corrected by hand.")
    assert [page.count(BYLINE.format(line)) for line in lines] == [2, 2]


def test_programs_are_told_of_the_page_and_not_of_the_film(film, newcomer):
    builders.a_provenance(film)
    told = movie(newcomer)
    assert ("author" in told, told["subjectOf"]) == (
        False,
        {
            "@type": "WebPage",
            "url": f"http://127.0.0.1:8000{FILM}",
            "creditText": "Machine-written, by a language model.",
            "digitalSourceType": "https://schema.org/"
            "TrainedAlgorithmicMediaDigitalSource",
        },
    )


def test_a_person_is_the_author_of_what_they_wrote_by_hand(film, newcomer):
    names = {"written_by": "Ann", "reviewed_by": "The editors of this site"}
    builders.a_provenance(film, "by-hand", **names)
    assert movie(newcomer)["subjectOf"] == {
        "@type": "WebPage",
        "url": f"http://127.0.0.1:8000{FILM}",
        "author": {"@type": "Person", "name": "Ann"},
        "creditText": "Written by hand, by Ann.",
        "reviewedBy": {"@type": "Organization", "name": "The editors of this site"},
    }


def test_the_editors_sign_in_the_readers_language(film, finished):
    Ending.unguarded.update(take="Ours.", rendered={})
    pages = [finished.get(ENDING, headers=h).content.decode() for h in ({}, GERMAN)]
    signed = ("The editors of this site", "Die Redaktion dieser Website")
    assert [[name in page for name in signed] for page in pages] == [
        [True, False],
        [False, True],
    ]
