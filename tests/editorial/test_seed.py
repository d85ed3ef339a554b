"""`manage.py seed` adds films, and never undoes what an editor did."""

import io

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from guide.editorial.guidefile.schema import MODELS
from guide.editorial.models import Seeded
from guide.films.models import Film
from guide.passages import markdown, publishing
from guide.passages.models import AlsoSpoils, Answer, Beat, Ending, Entry
from guide.readers.models import Reader
from guide.search.models import SearchDoc
from guide.votes.models import Vote
from tests.editorial.guides import (
    DATA,
    FIRST_BEAT,
    ITS_ANSWER,
    MIDWAY_QUESTION,
    PATH,
    READING,
    SLUG,
    SMALL,
    changed,
    spoiling,
    stored,
    traces,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def fixtures(settings, tmp_path):
    """The site's guides are the real one alone; gives what writes another over it."""
    settings.FIXTURE_DIRS = [tmp_path]

    def write(data, name=PATH.name):
        (tmp_path / name).write_bytes(data)
        return tmp_path / name

    write(DATA)
    return write


def run(*arguments, **options):
    """What the command prints."""
    out = io.StringIO()
    call_command("seed", *arguments, stdout=out, stderr=io.StringIO(), **options)
    return out.getvalue().splitlines()


def complaints(*arguments, **options):
    """What the command prints where it exits with 1."""
    err = io.StringIO()
    with pytest.raises(CommandError) as failure:
        call_command("seed", *arguments, stdout=io.StringIO(), stderr=err, **options)
    assert failure.value.returncode == 1
    return err.getvalue().splitlines()


def beat():
    return Beat.unguarded.get(public_id=FIRST_BEAT)


def test_the_first_guide_is_seeded(fixtures):
    assert run() == [f"{SLUG} added: 101 rows."]
    assert [model._default_manager.count() for model in MODELS] == [
        1, 1, 9, 9, 2, 0, 31, 1, 21, 18, 4, 4, 0, 0,
    ]  # fmt: skip


def test_seeding_gives_the_rows_that_loaddata_gives(fixtures):
    with transaction.atomic():
        run()
        seeded = stored()
        transaction.set_rollback(True)
    call_command("loaddata", str(PATH), verbosity=0)
    assert stored() == seeded


def test_seeding_twice_changes_nothing(fixtures):
    run()
    before = stored(keys=True), traces()
    assert run() == [f"{SLUG} is already there; left alone."]
    assert run(update=SLUG, yes=True) == [f"{SLUG}: nothing to change."]
    assert (stored(keys=True), traces()) == before


def test_a_film_that_is_there_is_not_even_read_through(fixtures):
    run()
    fixtures(DATA + b"\n- nonsense\n")
    assert run() == [f"{SLUG} is already there; left alone."]


def test_seeded_texts_are_rendered_and_found(fixtures):
    run()
    assert set(beat().rendered) == {"text"}
    assert SearchDoc.unguarded.count() == 58


def test_loaded_texts_are_rendered_when_they_are_read():
    call_command("loaddata", str(PATH), verbosity=0)
    ending = Ending.unguarded.get()
    assert ending.rendered == {}
    assert markdown.html(ending, "text") == markdown.render(ending.text)


def test_an_update_corrects_a_minute_and_says_so(fixtures):
    run()
    path = fixtures(changed(FIRST_BEAT, "horizon: 9", "horizon: 8"))
    where = path.read_text().split("\n").index(f'    public_id: "{FIRST_BEAT}"') - 1
    line = (
        f"changed guide.beat {FIRST_BEAT}: horizon minute 9 → minute 8 (line {where})"
    )
    assert run(update=SLUG, yes=True) == [line, f"{SLUG} updated."]
    assert beat().horizon == 8
    assert beat().history.first().history_change_reason == "seed"


def test_an_update_without_a_terminal_only_shows(fixtures, monkeypatch):
    run()
    before = stored(), traces()
    monkeypatch.setattr("sys.stdin", io.StringIO())
    fixtures(changed(FIRST_BEAT, "horizon: 9", "horizon: 8"))
    assert run(update=SLUG)[-1] == "Nothing was changed: use --yes to do this."
    assert (stored(), traces()) == before


def test_a_dry_run_changes_nothing(fixtures):
    assert run(dry_run=True) == [f"{SLUG} would be added: 101 rows."]
    assert sum(traces()) == 0


def test_an_update_keeps_a_text_that_an_editor_changed(fixtures):
    run()
    mine = beat()
    mine.text = "As an editor has it."
    publishing.save(mine)
    one = changed(FIRST_BEAT, "The film begins", "The picture begins")
    fixtures(changed(FIRST_BEAT, "minute: 0", "minute: 1", one))
    lines = run(update=SLUG, yes=True)
    assert [line.split(" (")[0] for line in lines[:2]] == [
        f"changed guide.beat {FIRST_BEAT}: minute 0 → 1",
        f"kept guide.beat {FIRST_BEAT}: text, changed by an editor",
    ]
    assert (beat().text, beat().minute) == ("As an editor has it.", 1)


def test_a_text_that_a_form_saved_anew_is_no_change(fixtures):
    run()
    ending = Ending.unguarded.get()
    ending.text = ending.text.replace("\n", "\r\n") + "\r\n"
    publishing.save(ending)
    assert run(update=SLUG, yes=True) == [f"{SLUG}: nothing to change."]


def test_an_update_leaves_retired_rows_and_what_rests_on_them(fixtures):
    run()
    publishing.retire(Entry.unguarded.get(public_id=MIDWAY_QUESTION))
    one = changed(MIDWAY_QUESTION, "In the middle", "Midway")
    fixtures(changed(ITS_ANSWER, "She has lived", "She lived", one))
    lines = run(update=SLUG, yes=True)
    assert [line.split(" (")[0] for line in lines] == [
        f"retired guide.entry {MIDWAY_QUESTION}",
        f"retired guide.entry {ITS_ANSWER}",
        f"{SLUG}: nothing to change.",
    ]
    assert Entry.unguarded.get(public_id=MIDWAY_QUESTION).status == "retired"


def test_an_update_raises_an_editors_row_that_rests_on_a_raised_one(fixtures):
    run()
    question = Entry.unguarded.get(public_id=MIDWAY_QUESTION)
    mine = Answer(film=question.film, under=question, text="Mine.")
    mine.horizon, mine.status = 36, "published"
    publishing.save(mine)
    one = changed(MIDWAY_QUESTION, "horizon: 35", "horizon: 41")
    fixtures(changed("0r799ozz9g", "horizon: 35", "horizon: 41", one))
    lines = run(update=SLUG, yes=True)
    key = mine.public_id
    assert f"raised guide.entry {key}: minute 36 → minute 41" in lines
    assert f"left alone guide.entry {key}" in lines
    assert Entry.unguarded.get(public_id=key).horizon == 41


def test_an_update_may_move_evidence_and_its_entry_back_together(fixtures):
    run()
    tied = changed("h448z36j7b", "q22uad3rnz", MIDWAY_QUESTION)  # a beat at 93
    for row in (MIDWAY_QUESTION, ITS_ANSWER, "0r799ozz9g"):
        tied = changed(row, r"horizon: \d+", "horizon: 100", tied)
    fixtures(tied)
    run(update=SLUG, yes=True)
    assert Entry.unguarded.get(public_id=MIDWAY_QUESTION).horizon == 100
    fixtures(DATA)
    run(update=SLUG, yes=True)
    assert Entry.unguarded.get(public_id=MIDWAY_QUESTION).horizon == 35


def test_an_update_does_not_touch_votes(fixtures):
    run()
    voter = Reader.objects.create_user("voter@example.org")
    entry = Entry.unguarded.get(public_id=READING)
    Vote(reader=voter, passage=entry, value=1, first_value=1).save()
    before = list(Vote.unguarded.values())
    fixtures(changed(READING, "On this reading", "Read so,"))
    assert run(update=SLUG, yes=True)[-1] == f"{SLUG} updated."
    assert list(Vote.unguarded.values()) == before
    assert "Read so," in Entry.unguarded.get(public_id=READING).text


def test_loaded_rows_follow_the_file_once_an_update_found_them_equal(fixtures):
    call_command("loaddata", str(PATH), verbosity=0)
    run(update=SLUG, yes=True)
    fixtures(changed(FIRST_BEAT, "horizon: 9", "horizon: 8"))
    run(update=SLUG, yes=True)
    assert beat().horizon == 8


def test_rows_that_no_file_wrote_are_an_editors(fixtures):
    call_command("loaddata", str(PATH), verbosity=0)
    fixtures(changed(FIRST_BEAT, "horizon: 9", "horizon: 8"))
    lines = run(update=SLUG, yes=True)
    assert lines[0].startswith(f"kept guide.beat {FIRST_BEAT}: horizon")
    assert beat().horizon == 9


def test_a_films_name_in_cookies_stays(fixtures):
    run()
    fixtures(DATA.replace(b"g6i58b", b"aaaaaa"))
    run(update=SLUG, yes=True)
    assert Film.unguarded.get().public_id == "g6i58b"


def test_a_refused_file_is_told_by_line_and_the_others_are_written(fixtures):
    path = fixtures(SMALL.replace('"Small"', "No").encode(), "bad.yaml")
    assert complaints() == [f"{path}:5: Quote this text: “No”."]
    assert list(Film.unguarded.values_list("slug", flat=True)) == [SLUG]


def test_a_file_that_is_not_there_is_told(tmp_path):
    path = tmp_path / "nowhere.yaml"
    assert complaints(path) == [f"{path}:0: No such file or directory"]


def test_an_update_of_a_film_without_a_file_is_told(fixtures):
    with pytest.raises(CommandError, match="No guide file holds the film 'nowhere'"):
        run(update="nowhere")


def test_a_refused_update_changes_nothing(fixtures):
    run()
    before = stored(), traces()
    path = fixtures(changed(ITS_ANSWER, "horizon: 43", "horizon: 34"))
    assert complaints(update=SLUG, yes=True)[0].startswith(f"{path}:")
    assert (stored(), traces()) == before


def test_a_start_with_nothing_to_do_asks_the_database_once(
    fixtures, django_assert_num_queries
):
    run()
    with django_assert_num_queries(1):
        run()


def test_the_index_can_be_written_anew(fixtures):
    run()
    SearchDoc.unguarded.all().delete()
    out = io.StringIO()
    call_command("reindex", stdout=out)
    assert out.getvalue() == "58 rows are indexed.\n"
    assert SearchDoc.unguarded.count() == 58


def test_what_a_file_wrote_is_remembered_for_each_row(fixtures):
    run()
    assert Seeded.objects.filter(film_slug=SLUG).count() == 101


def links():
    """(film, other film) of every link."""
    rows = AlsoSpoils.unguarded.values_list("film__slug", "spoils__slug")
    return sorted(rows)


def test_films_that_spoil_each_other_are_seeded_at_once(fixtures):
    fixtures(spoiling("one", "two", "three"), "1.yaml")
    fixtures(spoiling("two", "one"), "2.yaml")
    fixtures(spoiling("three", SLUG), "3.yaml")
    told = ["one added: 4 rows.", "two added: 3 rows.", "three added: 3 rows.",
            f"{SLUG} added: 101 rows."]  # fmt: skip
    assert run(dry_run=True) == [line.replace(" ad", " would be ad") for line in told]
    assert (sum(traces()), run(), links()) == (
        0,
        told,
        [("one", "three"), ("one", "two"), ("three", SLUG), ("two", "one")],
    )


def test_a_film_is_refused_with_the_one_it_spoils_and_others_are_written(fixtures):
    one = fixtures(spoiling("one", "two"), "1.yaml")
    two = fixtures(spoiling("two", "one").replace(b"horizon: 20", b"horizon: 9"))
    fixtures(spoiling("three"), "3.yaml")
    fixtures(spoiling("four", "three"), "4.yaml")
    line = one.read_text().split("\n").index('    spoils: ["two"]') + 1
    assert complaints() == [
        f"{two}:14: The beat begins at minute 10; what it tells is not safe at "
        "minute 9.",
        f"{one}:{line}: spoils: there is no film 'two' here. Import it first, or "
        "leave this row out until it is here.",
    ]
    films = Film.unguarded.values_list("slug", flat=True)
    assert (sorted(films), links()) == (["four", "three"], [("four", "three")])


def test_a_link_can_be_added_to_a_film_that_is_there(fixtures):
    for name in ("one", "two"):
        fixtures(spoiling(name), f"{name}.yaml")
    run()
    fixtures(spoiling("one", "two"), "one.yaml")
    assert run(update="one", yes=True)[0].startswith("added guide.alsospoils")
    assert links() == [("one", "two")]
