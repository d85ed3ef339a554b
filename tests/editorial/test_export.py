"""A film leaves as a guide file, and comes back the same to the byte."""

import io
import os
import re
from datetime import date
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, Phase, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from guide.common.text_checks import in_a_line
from guide.editorial import guidefile
from guide.editorial.guidefile.export import quoted, written
from guide.editorial.guidefile.schema import MODELS, keys_of
from guide.editorial.guidefile.values import plain
from guide.editorial.lint import waivers
from guide.editorial.models import Report, Waiver
from guide.films.models import AlternativeTitle, Credit, Cut, Film, Person
from guide.gate.horizon import SEEN
from guide.passages import publishing
from guide.passages.models import Beat, Ending, Entry, Source
from guide.votes.models import Vote
from tests import builders
from tests.editorial.by_chance import a_film_by_chance, without
from tests.editorial.guides import (
    DATA,
    FIRST_BEAT,
    ITS_ANSWER,
    SLUG,
    SMALL,
    empty,
    seed,
    stored,
)

pytestmark = pytest.mark.django_db

OURS = sorted((Path(__file__).parents[2] / "fixtures").glob("*.yaml"))

ODD = {
    "colon": "1:58: and: so - on",
    "no": "No",
    "number": "0x1F",
    "null": "null",
    "tilde": "~",
    "dash": "- [ ] a: b # c",
    "quotes": "\"'“”\\ \\n",
    "spaces": "  two  in  the middle and after  ",
    "lines": "One.  \nTwo.\n\n\nThree\n    code\n\tand a tab\n   \nEnd.",
    "indented": "    code first\nand text",
    "tab": "\tfirst\ttab\t",
    "windows": "One.\r\n\r\nTwo.\r\nThree.",
    "old mac": "One.\rTwo.",
    "last line": "One.\n",
    "blank": "\n\nOne.\n \n",
    "long": "word " * 3_900 + "end",
    "longer than any line": "x" * 20_000,
    "document": "---\n...\n--- a\n%YAML 1.2",
    "block": ">-\n|-\n  &a *a !!str",
    "unicode": "Ünï çødé 漢字 🎬 \u200b\u202e\u00a0e\u0301",
    "separators": "a\u2028b\u2029c\ufeffd\ufffee",
    "hashes": "# A heading\n\n#not",
}


def restored(text):
    """The film of an exported file, in a database that had no such film."""
    empty()
    guidefile.apply(guidefile.parse(text.encode()))
    return Film.unguarded.get()


def a_film_that_says(text):
    """A film with one text in every kind of field that holds one."""
    line = without(in_a_line, text)[:100]
    film = builders.a_film(line, slug="odd", premise=text, genres=line)
    AlternativeTitle(film=film, title=line, note=line).save()
    said = {"written_by": line, "checked_against": line, "reviewed_by": line}
    builders.a_provenance(film, checked_on=date(2026, 11, 26), **said)
    cut = Cut.objects.create(film=film, name=line, runtime=120)
    Credit(film=film, person=Person.objects.create(slug="odd", name=line)).save()
    Credit.objects.update(role="writer")
    beat = builders.a_beat(film, 10, text, title=line, strand=line)
    ending = builders.an_ending(
        film, SEEN, text, take=text, take_author=line[:60], summary=text, cut=cut
    )
    reading = builders.an_interpretation(ending, text, title=line, byline=line[:60])
    builders.evidence(reading, beat, line)
    question = builders.a_question(film, 10, line)
    builders.an_answer(question, text)
    builders.a_dispute(beat, text, title=line)
    builders.a_source(beat, line)
    return film


@pytest.mark.full
def test_an_export_says_what_each_of_our_guide_files_says():
    guides = [guidefile.parse(path.read_bytes()) for path in OURS]
    assert len(guides) > 20
    for group in guidefile.groups(guides):
        guidefile.apply_together(group)
    for guide in guides:
        says_the_same(guide)


def test_an_export_says_what_the_file_says():
    guide = guidefile.parse(DATA)
    guidefile.apply(guide)
    says_the_same(guide)


def says_the_same(guide):
    once = guidefile.export(Film.unguarded.get(slug=guide.slug)).encode()
    said = {row.name: row.values for row in guidefile.parse(once).rows}
    assert said.keys() == {row.name for row in guide.rows}
    for row in guide.rows:
        assert said[row.name] == said[row.name] | row.values
    assert guidefile.plan(guidefile.parse(once)).writes is False


def test_an_export_imported_and_exported_again_is_the_same_to_the_byte():
    guidefile.apply(guidefile.parse(DATA))
    once = guidefile.export(Film.unguarded.get(slug=SLUG))
    guide = guidefile.parse(once.encode())
    guidefile.apply(guide)
    assert guidefile.export(Film.unguarded.get(slug=SLUG)) == once
    empty()
    guidefile.apply(guide)
    assert guidefile.export(Film.unguarded.get(slug=SLUG)) == once


def test_an_export_is_written_as_the_first_fixture_is():
    seed()
    bare = re.sub(r"(?m)^#.*\n\n", "", DATA.decode())
    rows = [sorted(text.rstrip().split("\n\n- ")) for text in (bare[2:], _export()[2:])]
    assert rows[0] == rows[1]


def _export():
    return guidefile.export(Film.unguarded.get(slug=SLUG))


@pytest.mark.parametrize("text", ODD.values(), ids=ODD)
def test_odd_texts_come_back_letter_for_letter(text):
    once = guidefile.export(a_film_that_says(text))
    before = said()
    again = guidefile.export(restored(once))
    assert again == once
    assert said() == before
    assert Beat.unguarded.get().text == plain(text)


def said():
    """Every value of every row, as a file may say it, and in an order made of that:
    a letter that a file cannot hold must not move a row."""
    return {
        table: sorted(
            [(name, plain(value)) for name, value in values] for _, values in rows
        )
        for table, rows in stored().items()
    }


def test_what_no_verb_takes_any_more_leaves_as_a_space():
    film = a_film_that_says("As it was.")
    Beat.unguarded.update(text="a\x07b\x1b[0mc", title="a\x0bd\x7fe")
    once = guidefile.export(film)
    assert guidefile.export(restored(once)) == once
    beat = Beat.unguarded.get()
    assert (beat.text, beat.title) == ("a b [0mc", "a d e")


letters = st.characters(codec="utf-8")
rough = st.text(st.sampled_from(list(" \n\t\r:-#'\"\\&*!|>%@`[]{},?aß漢\x07\u2028")))
lines = st.lists(st.text(letters) | rough).map("\n".join)


@given(st.text(letters) | rough | lines)
@hypothesis_settings(max_examples=400)
def test_any_text_is_read_as_it_was_written(text):
    field = Beat._meta.get_field("text")
    file = SMALL + f"    premise: {written(field, text)}\n"
    line = "g" + without(in_a_line, text)
    file += f"    genres: {quoted(line)}\n" * (len(line) <= 200)
    film = guidefile.parse(file.encode()).film.values
    assert (film["premise"], film.get("genres", line)) == (plain(text), line)


@pytest.mark.full
@given(st.data())
@hypothesis_settings(
    max_examples=int(os.environ.get("GUIDE_FILE_EXAMPLES", 15)),
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate,),
)
def test_any_guide_comes_back_the_same_to_the_byte(db, data):
    with transaction.atomic():
        film = a_film_by_chance(data.draw, seed_the_sequel())
        once, before = guidefile.export(film), said()
        guide = guidefile.parse(once.encode())
        assert guidefile.plan(guide).writes is False
        empty()
        seed_the_sequel()
        guidefile.apply(guide)
        assert guidefile.export(Film.unguarded.get(slug=film.slug)) == once
        assert said() == before
        transaction.set_rollback(True)


def seed_the_sequel():
    """Another film, for rows that spoil it too."""
    seed((SMALL + '    published_at: "2026-11-22T12:00:00Z"\n').encode())
    return Film.unguarded.get(slug="small-2001")


def test_what_verbs_leave_behind_comes_back(film, sequel):
    question = Entry.unguarded.get(kind="question")
    publishing.retire(question)  # its answer stays published, and is hidden with it
    publishing.retire(Ending.unguarded.get())
    builders.an_ending(film, 95, "Another.")
    builders.a_beat(film, None, title="For nobody")
    builders.a_question(film, 20, status="draft")
    builders.also_spoils(question, sequel, 30)
    waivers.wave(question, "night", "It is the film’s title.", None)
    waivers.wave(film, "long", "No: 1:58", None)
    film.runtime = 92
    publishing.save_film(film)  # an ending at 95 is after the end now
    once = guidefile.export(film)
    assert guidefile.plan(guidefile.parse(once.encode())).writes is False
    empty()
    builders.a_film("The Long Day", slug="the-long-day")
    guidefile.apply(guidefile.parse(once.encode()))
    assert guidefile.export(Film.unguarded.get(slug=film.slug)) == once


def test_the_order_of_an_export_is_not_that_of_the_writing():
    rows = DATA.decode().split("- model:")[1:]
    seed()
    once = _export()
    empty()
    seed("".join(f"- model:{row}" for row in reversed(rows)).encode())
    assert _export() == once


def test_a_corrected_minute_changes_one_line_of_an_export():
    seed()
    before = _export().splitlines()
    answer = Entry.unguarded.get(public_id=ITS_ANSWER)
    answer.horizon = 50
    publishing.save(answer)
    after = _export().splitlines()
    changed = [(a, b) for a, b in zip(before, after, strict=True) if a != b]
    assert changed == [("    horizon: 43", "    horizon: 50")]


def test_another_film_is_not_in_an_export(film, sequel):
    builders.a_beat(sequel, 10, "A beat of the sequel.")
    text = guidefile.export(film)
    assert ("The Long Day" in text, "A beat of the sequel." in text) == (False, False)


def test_a_films_makers_are_in_its_export_and_other_people_are_not():
    seed()
    Person.objects.create(slug="stranger", name="A Stranger")
    people = re.findall(r'slug: "([a-z-]+)"\n    name', _export())
    assert sorted(people) == sorted(
        Person.objects.exclude(slug="stranger").values_list("slug", flat=True)
    )


def test_nobody_who_reads_or_edits_is_in_an_export(film, db):
    reader = builders.a_reader(email="canary@example.org", public_name="Canary")
    reading = Entry.unguarded.get(kind="interpretation")
    Entry.unguarded.update(author=reader)
    waivers.wave(reading, "night", "It is the film’s title.", None)
    Waiver.unguarded.update(by=reader)
    Report.unguarded.create(reader=reader, passage=reading)
    Vote.unguarded.create(reader=reader, passage=reading, value=1, first_value=1)
    text = guidefile.export(film)
    named = {key.related_model for m in MODELS for key in keys_of(m).values()}
    assert ("canary@" in text, "Canary" in text) == (False, False)
    assert named - {None} <= set(MODELS)


def test_the_number_of_queries_is_that_of_the_models(film, django_assert_num_queries):
    with django_assert_num_queries(len(MODELS)):
        guidefile.export(film)


def test_a_source_that_moved_to_another_row_moves_on_import():
    seed()
    once = _export()
    source = Source.unguarded.get(public_id="vp24my1evn")
    source.passage = Beat.unguarded.get(public_id=FIRST_BEAT)
    publishing.attach(source)
    moved = _export()
    guidefile.apply(guidefile.parse(once.encode()), replace=True)
    assert _export() == once
    guidefile.apply(guidefile.parse(moved.encode()))
    assert _export() == moved


def run(*arguments):
    """What the command prints."""
    out = io.StringIO()
    call_command("export_guide", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_prints_a_film_or_writes_a_file(tmp_path):
    seed()
    path = tmp_path / "guide.yaml"
    assert (run(SLUG), run(SLUG, path)) == (_export(), "")
    assert path.read_bytes() == _export().encode()


def test_the_command_says_what_it_cannot_do(tmp_path):
    seed(SMALL.encode())
    with pytest.raises(CommandError, match="There is no film 'nowhere'"):
        run("nowhere")
    with pytest.raises(CommandError, match="No such file or directory"):
        run("small-2001", tmp_path / "no" / "folder.yaml")
