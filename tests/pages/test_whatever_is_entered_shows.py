"""Whatever an editor can enter at the desk, some reader can see."""

from datetime import date

import pytest
from django.contrib.admin import site
from django.db import models, transaction
from django.test import Client, RequestFactory
from django.urls import reverse

from guide.films.models import AlternativeTitle, Credit, Cut, Film, Person
from guide.gate.horizon import SEEN
from guide.passages.models import ENTRIES, Beat, Ending, Interpretation
from guide.readers import progress_cookie
from guide.search.index import index_film
from tests import builders

CANARY = "zcanary"
NOT_SHOWN = {
    "film": "where a row stands, and not what it says",
    "publish_at": "a time to come, and then it is published",
    "cleared": "whether reports hold a row",
    "dispute.under": "what it disputes, which decides who reads it",
    "person.slug": "tells people of one name apart, in guide files",
    "person.wikidata": "the same, until people have pages",
    "film.sort_title": "where lists put the film, among others",
    "interpretation.horizon_checked": "its ending says it for all its readings",
    "answer.horizon_checked": "an answer says no minute of its own",
}
"""What editors enter and no reader sees, each with the reason."""


@pytest.fixture
def guide(db):
    """Two of everything: the rows that fields are changed of, first."""
    film = builders.a_film(
        "A Film", genres="drama", slug="a-film", original_title="Ein Film"
    )
    other = builders.a_film("Another", slug="another")
    cuts = [Cut.objects.create(film=film, name=n, runtime=120) for n in ("One", "Two")]
    people = [Person.objects.create(slug=n, name=n, sort_name=n) for n in ("ann", "bo")]
    third = Person.objects.create(slug="cy", name="cy", sort_name="cy")
    credits = [
        Credit.objects.create(film=film, person=person, role="source", note="the play")
        for person in people
    ]
    for title in ("Titled", "Untitled"):
        AlternativeTitle.objects.create(film=film, title=title, note="on disc")
    beats = [
        builders.a_beat(film, 10, minute=5, order=n, story_order=n) for n in (1, 2)
    ]
    made = builders.a_provenance(
        film,
        "by-hand",
        checked_against="two summaries",
        checked_on=date(2026, 11, 26),
    )
    take = {"take": "Mine.", "take_author": "Ann", "summary": "So."}
    ending = builders.an_ending(film, 20, **take)
    of_cut = builders.an_ending(film, 20, cut=cuts[0])
    reading = builders.an_interpretation(ending)
    question = builders.a_question(film, 10)
    answer = builders.an_answer(question)
    entries = [reading, question, answer]
    pieces = [
        builders.evidence(entry, beat, beat.pk, order=beat.order)
        for entry in entries
        for beat in beats
    ]
    dispute = builders.a_dispute(beats[0])
    sources = [builders.a_source(r) for r in (beats[0], ending, *entries, dispute)]
    spoiling = builders.a_question(film, 20, "What else?")
    link = builders.also_spoils(spoiling, other, 20)
    title = AlternativeTitle.objects.first()
    # Beats of one minute, and pieces on them, have an order of their own.
    rows = [film, made, credits[0], people[0], title, cuts[0], beats[0], ending,
            *entries, dispute, link, *pieces[::2], *sources]  # fmt: skip
    others = {
        Film: builders.a_film("A third"),
        Person: third,
        Beat: builders.a_beat(film, 10, minute=8),
        Ending: of_cut,
        Cut: cuts[1],
        Interpretation: reading,
        "interpretation.under": of_cut,
        "question.under": of_cut,
        "answer.under": spoiling,
        "evidence.passage": spoiling,
        "spoilt": other,
    }
    return rows, others


def entered(editor, row) -> list[str]:
    """The fields of a row that a form of the desk offers, its own or one within."""
    request = RequestFactory().get("/")
    request.user = editor
    owners = {"credit": Film, "alternativetitle": Film, "cut": Film, "provenance": Film,
              "evidence": Beat, "source": Beat, "alsospoils": Beat}  # fmt: skip
    noun = row._meta.model_name
    if noun not in owners:
        return list(site._registry[type(row)].get_form(request, None).base_fields)
    admin = site._registry[owners[noun]]
    inlines = [i for i in admin.inlines if issubclass(type(row), i.model)]
    (inline,) = (i(admin.model, site) for i in inlines)
    names = set(inline.get_formset(request).form.base_fields)
    return sorted(names | {"passage", "beat"} if noun == "evidence" else names)


def another(row, field, others):
    """A value of a field that differs from the one it has."""
    now = getattr(row, field.attname)
    named = f"{row._meta.model_name}.{field.name}"
    if named in others:
        return others[named].pk
    if field.is_relation:
        return others[field.related_model].pk
    if field.choices:
        # A credit that says more than a name cannot become one of the cast.
        return next(
            v for v, _ in field.choices[::-1] if v not in (now, Credit.Role.CAST)
        )
    if isinstance(field, models.BooleanField):
        return not now
    if isinstance(field, models.DateField):
        return date(2031, 5, 4)
    if isinstance(field, models.IntegerField):
        return 77 if field.name == "horizon" else (now or 0) + 5
    if isinstance(field, models.URLField):
        return f"https://example.org/{CANARY}"
    if field.name.startswith("colour"):
        return "#ffffff" if "figure" in field.name else "#000000"
    return CANARY


def readers(films):
    """All of both films, some of both, one alone, nothing."""
    film, other = films
    for minutes in ({film: SEEN, other: SEEN}, {film: 50, other: 20}, {film: SEEN}, {}):
        client = Client()
        held = {one.public_id: minute for one, minute in minutes.items()}
        client.cookies["progress"] = progress_cookie.write(held)
        yield client


def pages(rows, films):
    """Every page that may show one of the rows, for every reader, one by one."""
    film = films[0]
    asked = [reverse("endings:detail", args=[film.slug]),
             reverse("films:detail", args=[film.slug]),
             reverse("films:card", args=[film.slug]),
             *(f"/entries/{row.public_id}/" for row in rows
               if getattr(row, "kind", "") in ENTRIES),
             "/films/", f"/search/?q={CANARY}"]  # fmt: skip
    for address in asked:
        for client in readers(films):
            yield client.get(address).content


@pytest.mark.full
def test_whatever_is_entered_shows(guide):
    rows, others = guide
    films = rows[0], others["spoilt"]
    editor = builders.a_reader("chief@example.org", is_superuser=True)
    before = list(pages(rows, films))
    unseen, fields = [], 0
    for row in rows:
        for name in entered(editor, row):
            fields += 1
            noun = row._meta.model_name
            if {name, f"{noun}.{name}"} & NOT_SHOWN.keys():
                continue
            field = row._meta.get_field(name)
            with transaction.atomic():
                stored = type(row)._base_manager.filter(pk=row.pk)
                stored.update(**{name: another(row, field, others)})
                index_film(Film.unguarded.get(pk=films[0].pk))
                now = pages(rows, films)
                if all(a == b for a, b in zip(before, now, strict=True)):
                    unseen.append(f"{noun}.{name}")
                transaction.set_rollback(True)
    assert fields > 90
    assert " ".join(unseen) == ""
