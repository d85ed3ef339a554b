"""What no text may hold is refused at its field, by whichever way it comes in."""

import pytest
from django.core.exceptions import ValidationError

from guide.common import text_checks
from guide.common.text_checks import CheckedText
from guide.common.text_folding import words
from guide.editorial import guidefile, proposing
from guide.films.models import Film
from guide.passages import publishing
from guide.passages.models import Beat
from guide.readers import public_names
from guide.votes import discounting
from tests import builders
from tests.admin.desk_forms import add, errors, send
from tests.editorial.guides import SMALL, refused, seed
from tests.security.texts import every_text_field

pytestmark = pytest.mark.django_db

AFTER = (
    "After “a” there is a character that is not allowed here ({}). "
    "Please retype that part."
)
FIRST = "It begins with a character that is not allowed here ({})."


def says(check, text):
    """Why a text is refused; nothing if it is taken."""
    try:
        check(text)
    except ValidationError as error:
        return error.messages
    return []


@pytest.mark.parametrize("code", [0, 7, 0x0B, 0x0C, 0x1B, 0x7F, 0x85, 0x9D, 0xD800])
def test_a_control_character_stands_nowhere(code):
    told = AFTER.format(f"U+{code:04X}")
    assert says(text_checks.in_a_text, f"a{chr(code)}b") == [told]
    assert says(text_checks.in_a_line, f"a{chr(code)}b") == [told]


@pytest.mark.parametrize("letter", list("\t\n\r\u2028\u2029\u202a\u202e\u2066\u2069"))
def test_a_line_has_no_end_within_and_turns_nothing_around(letter):
    assert says(text_checks.in_a_text, f"{letter}b") == []
    assert says(text_checks.in_a_line, f"{letter}b") == [
        FIRST.format(f"U+{ord(letter):04X}")
    ]


@pytest.mark.parametrize("letter", list("\xad\u034f\u180b\u200b\u2060\u3164\ufeff"))
def test_a_line_hides_no_letter_within(letter):
    assert says(text_checks.in_a_text, f"So{letter}laris") == []
    assert says(text_checks.in_a_line, f"So{letter}laris") == [
        "After “So” there is a character that is not allowed here "
        f"(U+{ord(letter):04X}). Please retype that part."
    ]
    assert words(f"So{letter}laris") == ["solaris"]  # as one kept before is found


@pytest.mark.parametrize("text", ["\u200b\u200d", " \u3000", "\u3164", "\U000e0041"])
def test_a_line_shows_something(text):
    assert says(text_checks.in_a_text, text) == []
    assert says(text_checks.in_a_line, text) == ["This has no visible characters."]


@pytest.mark.parametrize(
    "text",
    ["", "Amélie", "שלום \u200f(1)", "漢字", "🎬\u200d", "…", "e\u0301", "a\ufffe"],
)
def test_what_people_write_is_taken(text):
    assert says(text_checks.in_a_line, text) == says(text_checks.in_a_text, text) == []


def test_every_text_of_the_site_that_a_form_reaches_is_checked():
    internal = {"Seeded", "SearchDoc", "Discount", "Lift"}  # the verb checks the last
    tables = {field.model for field in every_text_field()}
    unchecked = {t.__name__ for t in tables if not issubclass(t, CheckedText)}
    assert unchecked == internal


def test_the_desk_says_it_beside_the_field(editor, film):
    typed = {"minute": "0:20", "horizon": "0:20", "status": "draft"}
    answer = send(editor, add("beat", film=film.pk), title="a\x07b", text="a\x00b",
                  strand="a\u202eb", **typed)  # fmt: skip
    assert errors(answer) == {
        "title": [AFTER.format("U+0007")],
        "text": ["Null characters are not allowed."],
        "strand": [AFTER.format("U+202E")],
    }
    answer = send(editor, add("beat", film=film.pk), title="A title",
                  text="a\x1bb", **typed)  # fmt: skip
    assert errors(answer) == {"text": [AFTER.format("U+001B")]}
    assert not Beat.unguarded.filter(minute=20).exists()


def test_the_verbs_say_it_of_the_field(film):
    beat = Beat.unguarded.get(title="Noon")
    beat.title, beat.text = "a\nb", "a\x0bb"
    with pytest.raises(ValidationError) as refused_by:
        publishing.save(beat)
    assert refused_by.value.message_dict == {
        "title": [AFTER.format("U+000A")],
        "text": [AFTER.format("U+000B")],
    }


def test_tabs_and_ends_of_lines_stay_in_a_text(film):
    beat = Beat.unguarded.get(title="Noon")
    beat.text = "One.\r\n\n\tTwo.\nThree.\u202e"
    publishing.save(beat)
    assert Beat.unguarded.get(pk=beat.pk).text == "One.\r\n\n\tTwo.\nThree.\u202e"


def test_a_proposal_says_it_beside_the_field(voter, film):
    beat = Beat.unguarded.get(title="Noon")
    typed = {
        "title": "a\x07b",
        "said_elsewhere": "a\x85b",
        "text": "a\x1bb",
        "name": "a\u202eb",
        "minute": "50",
        "consent": "on",
        "act": "send",
    }
    answer = voter.post(f"/propose/{beat.public_id}/?kind=dispute", typed)
    assert answer.status_code == 200
    assert answer.context["form"].errors == {
        "title": [AFTER.format("U+0007")],
        "said_elsewhere": [AFTER.format("U+0085")],
        "text": [AFTER.format("U+001B")],
        "name": [AFTER.format("U+202E")],
    }


def test_a_proposal_is_refused_by_its_verb_too(film):
    with pytest.raises(ValidationError) as refused_by:
        builders.a_proposal(builders.a_reader(), Beat.unguarded.first(), text="a\x07b")
    assert refused_by.value.message_dict == {"text": [AFTER.format("U+0007")]}
    assert proposing.queue().count() == 0


def test_a_public_name_is_a_line(film):
    with pytest.raises(ValidationError):
        public_names.call(builders.a_reader(), "a\u202eb")


def test_a_reason_to_leave_votes_out_is_a_line(film):
    with pytest.raises(ValidationError):
        discounting._given("a\nb")


@pytest.mark.parametrize("letter", ["\\u202e", "\\n", "\\t"])
def test_a_guide_file_says_it_at_its_line(letter):
    bad = SMALL.replace("Small", f"a{letter}b")
    code = {"\\u202e": "U+202E", "\\n": "U+000A", "\\t": "U+0009"}[letter]
    assert refused(bad.encode()) == [(5, f"title: {AFTER.format(code)}")]


def test_the_id_of_another_film_is_refused_at_its_line():
    seed(SMALL.encode())
    other = SMALL.replace("small-2001", "other-2001").replace("Small", "Other")
    told = "This is the public_id of “Small (2001)”: give this film its own."
    assert refused(other.encode()) == [(3, told)]
    seed(other.replace("aaaaaa", "bbbbbb").encode())
    assert refused(other.encode()) == [(3, told)]  # of a film that is here as well
    ids = Film.unguarded.order_by("slug").values_list("slug", "public_id")
    assert list(ids) == [("other-2001", "bbbbbb"), ("small-2001", "aaaaaa")]
    assert guidefile.plan(guidefile.parse(SMALL.encode())).writes is False


@pytest.mark.parametrize("letter", ["\ufdfa", "ß", "ŉ", "ﬃ"])
def test_a_title_that_grows_where_it_is_sorted_is_taken(letter):
    film = builders.a_film(letter * 200)
    assert len(film.sort_title) == 200
