"""Draft, in review, published, retired: the presses, the lists and every surface."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.urls import reverse

from guide.passages import publishing
from guide.passages.models import Beat, Entry, Interpretation, Question
from tests import builders
from tests.admin.desk_forms import change, fields, said, send
from tests.conftest import at

REVIEW = "/admin/review/"


def press(client, verb, row, came_from=""):
    noun = row._meta.concrete_model._meta.model_name
    address = reverse(f"row-{verb}", args=[noun, row.pk])
    headers = {"Referer": f"http://testserver{came_from}"} if came_from else {}
    return client.post(address, headers=headers, follow=True)


def surfaces(row, word):
    """Every address at which readers meet a row."""
    film = row.film
    pages = {
        "film": reverse("films:detail", args=[film.slug]),
        "ending": reverse("endings:detail", args=[film.slug]),
        "search": f"/search/?q={word}",
    }
    if isinstance(row, Entry):
        pages["entry"] = reverse("entries:detail", args=[row.public_id])
    return pages


def shown_on(client, row, word="canaryword") -> set[str]:
    said = f"{word} sings".encode()
    pages = surfaces(row, word)
    return {name for name, url in pages.items() if said in client.get(url).content}


@pytest.fixture
def rows(film):
    """{kind: (row, where it shows)}; each says a word of its own."""
    ending = builders.an_ending(builders.a_film("Another"), 30)
    beat = builders.a_beat(film, 20, "A beatword sings.")
    question = builders.a_question(film, 20, "Who?", text="A questionword sings.")
    reading = builders.an_interpretation(ending, "A readingword sings.")
    return {
        "beat": (beat, {"film", "search"}),
        "question": (question, {"film", "search", "entry"}),
        "reading": (reading, {"ending", "search", "entry"}),
    }


KINDS = ("beat", "question", "reading")


@pytest.mark.parametrize("kind", KINDS)
def test_one_press_takes_a_row_off_every_surface_at_once(staff, rows, kind):
    row, everywhere = rows[kind]
    reader = at(row.film, 50)
    before = shown_on(reader, row, f"{kind}word")
    page = staff["editor"].get(change(row)).content.decode()
    answer = press(staff["editor"], "take-down", row, change(row))
    row.refresh_from_db()
    asks = reverse("row-take-down", args=["passage", row.pk])
    assert f'<a class="desk-down" href="{asks}">' in page
    assert (before, shown_on(reader, row, f"{kind}word"), row.status) == (
        everywhere,
        set(),
        "retired",
    )
    assert answer.redirect_chain == [(change(row), 302)]
    assert "Taken down: the " in said(answer)


@pytest.mark.parametrize("kind", KINDS)
def test_raising_a_horizon_reaches_every_surface_at_once(staff, rows, kind):
    row, everywhere = rows[kind]
    reader = at(row.film, 50)
    before = shown_on(reader, row, f"{kind}word")
    send(staff["editor"], change(row), horizon="51")
    assert (before, shown_on(reader, row, f"{kind}word")) == (everywhere, set())
    assert shown_on(at(row.film, 51), row, f"{kind}word") == everywhere


def test_what_rests_on_a_row_goes_with_it(staff, film):
    question = builders.a_question(film, 20)
    answer = builders.an_answer(question, "A canaryword sings.")
    before = shown_on(at(film, 50), answer)
    press(staff["editor"], "take-down", question)
    assert (before, shown_on(at(film, 50), answer)) == (
        {"film", "search", "entry"},
        set(),
    )


def test_lists_lead_to_taking_down_too(staff, film):
    for name, there in (("writer", False), ("editor", True)):
        page = staff[name].get(reverse("admin:guide_beat_changelist")).content.decode()
        assert ("Take down</a>" in page) is there
    films = reverse("admin:guide_film_changelist")
    pages = [staff[name].get(films).content.decode() for name in ("editor", "chief")]
    assert ["Take down</a>" in page for page in pages] == [False, True]


def test_a_film_taken_down_is_gone_from_every_surface(staff, film, halfway):
    urls = [
        *(
            reverse(f"films:{name}", args=[film.slug])
            for name in ("detail", "card", "share")
        ),
        reverse("endings:detail", args=[film.slug]),
    ]
    lists = ["/", "/films/", "/sitemap.xml", "/search/?q=night"]
    assert [halfway.get(url).status_code for url in urls] == [200] * 4
    assert [film.slug in halfway.get(url).content.decode() for url in lists] == [
        True
    ] * 4
    press(staff["chief"], "take-down", film)
    assert [halfway.get(url).status_code for url in urls] == [404] * 4
    assert [film.slug in halfway.get(url).content.decode() for url in lists] == [
        False
    ] * 4


def test_only_a_post_from_the_desk_takes_down(staff, beat):
    address = reverse("row-take-down", args=["passage", beat.pk])
    assert "What rests on it" not in staff["editor"].get(address).content.decode()
    assert staff["writer"].get(address).status_code == 403
    assert staff["writer"].post(address).status_code == 403
    staff["editor"].handler.enforce_csrf_checks = True
    assert staff["editor"].post(address).status_code == 403
    beat.refresh_from_db()
    assert beat.status == "published"


def test_a_press_leads_nowhere_but_to_the_desk(staff, beat):
    answer = press(staff["editor"], "take-down", beat, "/films/")
    assert answer.redirect_chain == [(change(beat), 302)]


def test_what_waits_for_review_is_listed_with_who_sent_it(staff, film):
    draft = builders.a_beat(film, 20, title="Waitingtitle", status="draft")
    staff["writer"].reader.public_name = "Wanda"
    staff["writer"].reader.save()
    before = staff["editor"].get(REVIEW).content.decode()
    send(staff["writer"], change(draft), status="review")
    page = staff["editor"].get(REVIEW).content.decode()
    assert ["Waitingtitle" in text for text in (before, page)] == [False, True]
    assert ", Wanda" in page
    assert "Waiting for review (1)" in staff["editor"].get("/admin/").content.decode()
    assert "Waiting for review" not in staff["writer"].get("/admin/").content.decode()


def test_one_press_publishes_what_waits(staff, film):
    beat = builders.a_beat(film, 20, "A *canaryword* sings.", status="review")
    answer = press(staff["editor"], "publish", beat, REVIEW)
    beat.refresh_from_db()
    assert answer.redirect_chain == [(REVIEW, 302)]
    assert (beat.status, beat.rendered["text"]["html"]) == (
        "published", "<p>A <em>canaryword</em> sings.</p>\n",
    )  # fmt: skip
    assert beat.published_at is not None


def test_a_press_that_cannot_publish_says_why(staff, film):
    question = builders.a_question(film, 20, "A draft?", status="draft")
    answer = builders.an_answer(question, status="review")
    page = press(staff["editor"], "publish", answer, REVIEW)
    answer.refresh_from_db()
    assert (
        "It rests on the question “A draft?”, which is not published (draft)."
        in said(page)
    )
    assert answer.status == "review"


def test_what_was_published_is_never_a_draft_again(staff, beat):
    page = staff["editor"].get(change(beat))
    offered = page.context["adminform"].form.fields["status"].choices
    assert [value for value, _ in offered] == ["published", "retired"]
    beat.status = "review"
    with pytest.raises(ValidationError, match="Only what never was is a draft"):
        publishing.save(beat)
    with pytest.raises(IntegrityError), transaction.atomic():
        Beat.unguarded.filter(pk=beat.pk).update(status="draft")


def test_what_was_taken_down_comes_back_by_saving_it_published(staff, film, beat):
    press(staff["editor"], "take-down", beat)
    gone = b"middlecanary" in at(film, 50).get(f"/films/{film.slug}/").content
    send(staff["editor"], change(beat), status="published")
    back = b"middlecanary" in at(film, 50).get(f"/films/{film.slug}/").content
    assert (gone, back) == (False, True)


def test_saving_a_published_text_publishes_it(staff, film, beat):
    send(staff["editor"], change(beat), text="A *canaryword* sings.")
    assert b"<em>canaryword</em>" in at(film, 50).get(f"/films/{film.slug}/").content


def test_the_row_of_a_reading_is_found_by_its_noun(staff, film):
    reading, question = (
        Interpretation.unguarded.get(film=film),
        Question.unguarded.get(film=film),
    )
    for row in (reading, question):
        press(staff["editor"], "take-down", row)
    assert set(Entry.unguarded.filter(pk__in=[reading.pk, question.pk]).values_list(
        "status", flat=True
    )) == {"retired"}  # fmt: skip
    assert "publish_at_0" not in fields(staff["editor"].get(change(reading)))
