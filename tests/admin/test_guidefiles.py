"""A guide leaves the desk as a file, and comes back: first shown, then written."""

import pytest
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client

from guide.admin.importing import MOST_BYTES
from guide.editorial import guidefile
from guide.editorial.guidefile.values import plain
from guide.films.models import Film
from guide.passages import publishing
from guide.passages.models import Beat, Entry, Interpretation, Question
from guide.readers.models import Reader
from guide.votes import casting
from guide.votes.models import Vote
from tests import builders
from tests.admin.desk_forms import change, fields, said, send
from tests.admin.people import BACKEND, a_member, signed_in
from tests.editorial.guides import SMALL, empty, stored, traces

IMPORT = "/admin/guide/film/import/"
SMALL_BEAT = """
- model: guide.beat
  fields:
    public_id: "tiny000000"
    film: ["the-long-night"]
    minute: 12
    horizon: 15
    status: "published"
    title: "Tiny"
    text: "Tiny."
"""


def export(client, film):
    answer = client.get(f"/admin/guide/film/{film.pk}/export/")
    assert answer.status_code == 200
    return answer.content.decode()


def look(client, text, **posted):
    """Upload a file; the page that shows what it would do."""
    data = text if isinstance(text, bytes) else text.encode()
    upload = SimpleUploadedFile("guide.yaml", data)
    return client.post(IMPORT, {"file": upload, "look": "Check the file"} | posted)


def press(client, page, button, **changed):
    """Press a button of the page that a look showed, some of its fields changed."""
    form = fields(page) | changed
    form["text"] = form["text"].replace("\n", "\r\n")  # as browsers send it
    form = {n: v for n, v in form.items() if n not in ("file", "csrfmiddlewaretoken")}
    return client.post(IMPORT, form | {button: "pressed"}, follow=True)


def replacing(client, text):
    """The page that shows what a file does that also replaces what editors changed."""
    return look(client, text, replace="on")


def shown(page):
    """[(section, how many rows)] of a page."""
    return [(s.title, len(s.steps)) for s in page.context["look"].sections]


def refused(page):
    return [(r.line, r.sentence, r.excerpt) for r in page.context["look"].refused]


def log_in(**fields):
    client = Client()
    client.reader = builders.a_reader(**fields)
    client.force_login(client.reader, backend=BACKEND)
    return client


def test_an_export_is_a_file_that_no_cache_keeps(editor, film):
    answer = editor.get(f"/admin/guide/film/{film.pk}/export/")
    assert answer.content.decode() == guidefile.export(film)
    assert answer.headers["Content-Type"] == "application/yaml; charset=utf-8"
    assert answer.headers["Content-Disposition"] == (
        'attachment; filename="the-long-night.yaml"'
    )
    assert "no-store" in answer.headers["Cache-Control"]
    assert editor.post(answer.request["PATH_INFO"]).status_code == 405


def test_the_desk_has_a_button_for_either(editor, film):
    assert (
        f"/admin/guide/film/{film.pk}/export/"
        in editor.get(change(film)).content.decode()
    )
    assert IMPORT in editor.get("/admin/guide/film/").content.decode()


def test_only_those_with_the_right_see_or_send_a_file(film, voter):
    call_command("make_editor", "right@example.org")
    right, staff = Client(), log_in(is_staff=True)
    right.force_login(Reader.objects.get(email="right@example.org"), backend=BACKEND)
    rights = ["view_film", "change_film", "add_film"]
    staff.reader.user_permissions.set(Permission.objects.filter(codename__in=rights))
    addresses = [f"/admin/guide/film/{film.pk}/export/", IMPORT]
    everybody = [Client(), voter, staff, right]
    answers = [[c.get(url) for url in addresses] for c in everybody]
    assert [[a.status_code for a in each] for each in answers] == [
        [302, 302], [302, 302], [403, 403], [200, 200],
    ]  # fmt: skip
    kept = [a.headers["Cache-Control"] for a in (*answers[0], *answers[3])]
    assert ["no-store" in header for header in kept] == [True] * 4
    sent = [look(client, SMALL).status_code for client in everybody]
    assert (sent, Film.unguarded.count()) == ([302, 302, 403, 200], 1)
    page = staff.get(change(film)).content.decode()
    lists = staff.get("/admin/guide/film/").content.decode()
    assert ("export" in page, IMPORT in lists) == (False, False)
    hidden = [a.content for each in answers[:3] for a in each]
    assert [body for body in hidden if b"canary" in body] == []


def test_an_import_does_no_more_than_its_editor_may(film):
    editor, writer = (signed_in(a_member(group)) for group in ("Editors", "Writers"))
    right = Permission.objects.get(codename="import_guide")
    writer.reader.user_permissions.add(right)
    text, before = export(editor, film), (stored(keys=True), traces())
    down = text.replace('status: "published"', 'status: "draft"', 1)
    page = replacing(editor, down)
    assert [told for _, told, _ in refused(page)] == [
        "Only a chief can take a film down."
    ]
    mended = text.replace("An earlycanary", "The file’s word")
    page = replacing(writer, mended)
    assert [told for _, told, _ in refused(page)] == [
        "This is published: only an editor can change it."
    ]
    assert (stored(keys=True), traces()) == before


def test_a_film_that_is_not_there_has_no_file(editor, film):
    assert editor.get("/admin/guide/film/900/export/").status_code == 404
    assert editor.get("/admin/guide/film/x/export/").status_code == 404


def test_a_new_film_is_shown_first_and_then_added(editor):
    page = look(editor, SMALL)
    assert shown(page) == [("Added", 1)]
    assert sum(traces()) == 0
    done = press(editor, page, "do")
    film = Film.unguarded.get()
    assert done.redirect_chain == [(change(film), 302)]
    assert said(done) == "Small (2001): 1 added."
    record = film.history.get()
    assert (record.history_user, record.history_change_reason) == (
        editor.reader, "import",
    )  # fmt: skip


def test_a_page_that_is_sent_twice_imports_once(editor, film):
    changed = export(editor, film).replace("An earlycanary", "The file’s word")
    for text in (SMALL, changed):
        page = replacing(editor, text)
        press(editor, page, "do")
        before = stored(keys=True), traces()
        again = press(editor, page, "do")
        assert "There is nothing to import" in again.content.decode()
        assert (stored(keys=True), traces()) == before


def test_what_an_import_raises_says_so_in_its_history(editor, film):
    question = Question.unguarded.get(film=film)
    text = export(editor, film)
    late = builders.an_answer(question, "Written after the export.", horizon=70)
    text = text.replace("horizon: 50", "horizon: 80").replace(
        "horizon: 60", "horizon: 80"
    )
    page = replacing(editor, text)
    assert ("Raised to the minute of what they rest on", 1) in shown(page)
    press(editor, page, "do")
    record = Entry.history.filter(id=late.pk).latest()
    assert (record.horizon, record.history_user, record.history_change_reason) == (
        80, editor.reader, "import",
    )  # fmt: skip


def test_an_export_that_comes_back_changes_nothing(editor, film):
    text, before = export(editor, film), (stored(keys=True), traces())
    page = look(editor, text)
    assert (shown(page), page.context["look"].plan.writes) == ([], False)
    assert "There is nothing to import" in page.content.decode()
    assert (stored(keys=True), traces()) == before


@pytest.mark.parametrize(
    "text", ["No", "1:58", "a: b # c", "One.  \r\n\r\n\r\nTwo: 2", "\t漢字 “ß”\u2028x",
             "  spaces  ", "word " * 3_000],
)  # fmt: skip
def test_what_was_typed_in_the_desk_leaves_and_comes_back_the_same(editor, film, text):
    early, line = Beat.unguarded.get(film=film, minute=10), " ".join(text.split())[:90]
    send(editor, change(early), text=text, title=line, horizon="0:12")
    send(editor, change(film), premise=text, release=line)
    once = export(editor, film)
    assert look(editor, once).context["look"].plan.writes is False
    typed = Beat.unguarded.get(pk=early.pk)
    empty()
    press(editor, look(editor, once), "do")
    beat, film = Beat.unguarded.get(minute=10), Film.unguarded.get()
    assert export(editor, film) == once
    assert (beat.text, beat.title) == (plain(typed.text), typed.title)


def test_an_editors_words_are_kept_unless_the_file_shall_replace_them(editor, film):
    early = Beat.unguarded.get(film=film, minute=10)
    text = export(editor, film).replace("An earlycanary sings.", "The file’s word.")
    page = look(editor, text)
    assert shown(page) == [("Kept as editors have it", 1)]
    _, noun, (field,) = page.context["look"].sections[0].steps[0]
    line = text.split("\n").index("      The file’s word.")
    assert (noun, field.label, field.parts) == (
        "beat", f"text, line {line}",
        [("gone", "An earlycanary sings."), ("new", "The file’s word.")],
    )  # fmt: skip
    page = press(editor, page, "look", replace="on")
    assert (shown(page), Beat.unguarded.get(pk=early.pk).text) == (
        [("Changed", 1)], "An earlycanary sings.",
    )  # fmt: skip
    done = press(editor, page, "do")
    assert said(done) == "The Long Night (1999): 1 changed."
    assert Beat.unguarded.get(pk=early.pk).text == "The file’s word."
    assert export(editor, film) == text


def test_what_no_look_has_shown_is_shown_before_it_is_done(editor, film):
    text = export(editor, film).replace("An earlycanary", "The file’s word")
    added = text + SMALL_BEAT
    page = look(editor, added)
    assert shown(page) == [("Kept as editors have it", 1), ("Added", 1)]
    for changed in ({"replace": "on"}, {"text": added.replace("Tiny", "Other")}):
        before = stored(keys=True), traces()
        again = press(editor, page, "do", **changed)
        assert "Nothing has been changed yet" in again.content.decode()
        assert (stored(keys=True), traces()) == before
    press(editor, again, "do")
    beats = Beat.unguarded.filter(horizon__lt=20).order_by("minute")
    assert [beat.text for beat in beats] == ["An earlycanary sings.", "Other."]


def test_what_a_colleague_changed_since_it_was_shown_is_shown_again(editor, film):
    early = Beat.unguarded.get(film=film, minute=10)
    text = export(editor, film).replace("An earlycanary", "The file’s word")
    page = replacing(editor, text)
    early.text = "A colleague was here."
    publishing.save(early)
    page = press(editor, page, "do")
    assert "Nothing has been changed yet" in page.content.decode()
    assert "A colleague was" in page.content.decode()
    assert Beat.unguarded.get(pk=early.pk).text == "A colleague was here."


def test_what_was_retired_stays_so(editor, film):
    reading = Interpretation.unguarded.get(film=film)
    text = export(editor, film).replace("A readingcanary", "The file’s word")
    publishing.retire(reading)
    page = replacing(editor, text)
    assert [title for title, _ in shown(page)] == [
        "Retired, or resting on something retired"
    ]
    assert "There is nothing to import" in page.content.decode()
    reading.refresh_from_db()
    publishing.publish(reading)
    press(editor, replacing(editor, text), "do")
    assert export(editor, film) == text


@pytest.mark.django_db(transaction=True)
def test_an_import_touches_no_vote(editor, film, voter):
    reading = Interpretation.unguarded.get(film=film)
    casting.cast(reader=voter.reader, entry=reading, value=1)
    before = list(Vote.unguarded.values())
    text = export(editor, film).replace("A readingcanary", "The file’s word")
    press(editor, replacing(editor, text), "do")
    reading.refresh_from_db()
    assert (list(Vote.unguarded.values()), reading.text) == (
        before, "The file’s word sings.",
    )  # fmt: skip


def test_what_is_wrong_is_told_by_line_and_can_be_mended_there(editor, film):
    before = stored(), traces()
    text = export(editor, film)
    bad = text.replace("An earlycanary", "Mended").replace("year: 1999", "year: No")
    page = look(editor, bad.replace("horizon: 10\n", "horizon: 1:10\n", 1))
    lines = bad.split("\n")
    assert refused(page) == [
        (lines.index("    year: No") + 1, "year is a whole number, without quotes.",
         "    year: No"),
        (lines.index("    horizon: 10") + 1, "horizon is a whole number of minutes "
         "from 0 to 1440, without quotes, or “seen”, with quotes.",
         "    horizon: 1:10"),
    ]  # fmt: skip
    assert (stored(), traces()) == before
    assert fields(page)["text"].count("canary") == bad.count("canary") > 0
    assert "replace" not in fields(page)
    page = replacing(editor, bad)
    assert fields(page)["replace"] == "on"
    text = text.replace("An earlycanary", "Mended")
    page = editor.post(IMPORT, {"text": text.replace("\n", "\r\n")})
    assert (refused(page), shown(page)) == ([], [("Kept as editors have it", 1)])


def test_what_the_database_refuses_is_told_with_what_the_rest_would_do(editor, film):
    text = export(editor, film).replace("horizon: 60", "horizon: 40")
    page = replacing(editor, text.replace("year: 1999", "year: 1998"))
    (problem,) = refused(page)
    assert problem[0] == text.split("\n").index("    horizon: 40") + 1
    assert problem[1].startswith("This opens too early, at minute 40.")
    assert shown(page) == [("Changed", 1)]
    assert 'name="do"' not in page.content.decode()
    film.refresh_from_db()
    assert film.year == 1999


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "The file is empty."),
        (b"\xff\xfe", "This is not UTF-8."),
        (b"a\x00b", "U+0000 is not allowed in a text."),
        (b"#" * (MOST_BYTES + 1), "The file is larger than 800,000 bytes, more than "
         "a form can hold; load it with manage.py seed."),
        (b"\n" * (MOST_BYTES // 2 + 1), "The file is larger than 800,000 bytes, more "
         "than a form can hold; load it with manage.py seed."),
        (b"- 7\n" * 2_001, "The file has more than 2,000 rows."),
        (b"- &a [*a]", "Anchors and aliases (& and *) are not allowed: quote this."),
    ],
    ids=["empty", "bytes", "nul", "large", "lines", "rows", "aliases"],
)  # fmt: skip
def test_a_file_that_is_none_is_refused(editor, data, problem):
    page = look(editor, data)
    assert page.status_code == 200
    found = page.context["look"]
    told = {refusal.sentence for refusal in found.refused}
    assert problem in told or found.more_refused > 1_000


def test_the_largest_file_travels_in_the_form(editor):
    text = SMALL + "# " + "x" * 40 + "\n"
    text += "#\n" * ((MOST_BYTES - len(text) - 100) // 3)
    page = look(editor, text)
    assert shown(page) == [("Added", 1)]
    assert press(editor, page, "do").redirect_chain[0][1] == 302
    assert Film.unguarded.count() == 1


def test_neither_file_nor_text_is_refused_kindly(editor):
    assert editor.post(IMPORT, {}).status_code == 200
    assert editor.get(IMPORT).status_code == 200
    assert editor.put(IMPORT).status_code == 405


def test_a_text_on_the_page_is_no_markup(editor):
    page = look(editor, SMALL.replace("Small", "</textarea><script>x</script>"))
    assert b"<script>x" not in page.content
    assert fields(page)["text"].count("<script>") == 1
