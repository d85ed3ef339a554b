"""Anonymous, reader, writer, editor and chief against every address, action and verb.

Each is named by an initial.
"""

import pytest
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import RequestFactory

from guide.editorial import lint, moderation, proposing
from guide.films.models import Cut
from guide.passages import publishing
from guide.passages.models import Evidence, Source
from guide.readers import roles
from guide.votes import discounting
from guide.votes.models import Discount, Vote
from tests import builders
from tests.admin.people import (
    PEOPLE,
    a_member,
    addresses,
    everything,
    lets_in,
    signed_in,
    with_the_rest,
)

ROWS = ("beat", "ending", "interpretation", "question", "answer", "dispute", "film")
NOBODYS = ("", "")


def of_model(app: str, list_: str, change: tuple[str, str], **more) -> dict:
    """The addresses that every model has on the desk: who may (GET, POST)."""
    model = f"admin/{app}/"
    row = f"{model}<path:object_id>/"
    return {
        model: (list_, list_),
        f"{model}add/": more.get("add", NOBODYS),
        f"{row}history/": (list_, list_),
        f"{row}delete/": more.get("delete", NOBODYS),
        f"{row}change/": change,
        row: (list_, list_),
    }


MAY = {
    "admin/": ("wec", "wec"),
    "admin/login/": ("wec", "wec"),
    "admin/logout/": ("", "wec"),
    "admin/password_change/": ("wec", "wec"),  # their own
    "admin/password_change/done/": ("wec", ""),
    "admin/autocomplete/": ("wec", ""),
    "admin/jsi18n/": ("wec", ""),
    "admin/r/<path:content_type_id>/<path:object_id>/": NOBODYS,
    "admin/^(?P<app_label>auth|account|guide)/$": ("wec", "wec"),
    "admin/(?P<url>.*)$": ("wec", "wec"),  # adds a slash
    "admin/markdown/preview/": ("", "wec"),
    "admin/spoilers/film/<int:id>/check/": ("", "wec"),
    "admin/spoilers/film/<int:pk>/all/": ("wec", "wec"),
    "admin/spoilers/<slug:noun>/<int:pk>/found/": ("wec", "wec"),
    "admin/spoilers/<slug:noun>/<int:pk>/": ("wec", "ec"),
    "admin/drafts/<int:pk>/": ("ec", "ec"),
    "admin/log/": ("wec", "wec"),
    "admin/versions/<slug:noun>/<int:pk>/": ("wec", "ec"),
    "admin/review/": ("ec", "ec"),
    "admin/next/<slug:noun>/<int:pk>/": NOBODYS,  # a film has no next version
    "admin/rows/<slug:noun>/<int:pk>/publish/": ("", "ec"),
    "admin/rows/<slug:noun>/<int:pk>/take-down/": ("c", "c"),  # of a film
    "admin/rows/<slug:noun>/<int:pk>/send-back/": ("ec", "ec"),
    "admin/shift/<int:pk>/": ("ec", "ec"),
    "admin/mine/": ("wec", "wec"),
    **of_model("auth/group", "", NOBODYS),
    **of_model("account/emailaddress", "", NOBODYS),
    **{
        route: people
        for noun in ROWS
        for route, people in of_model(
            f"guide/{noun}", "wec", ("wec", "ec"), add=("wec", "wec")
        ).items()
    },
    **of_model(
        "guide/person", "wec", ("wec", "ec"), add=("wec", "wec"), delete=("ec", "ec")
    ),
    "admin/guide/film/<path:object_id>/export/": ("ec", ""),
    "admin/guide/film/import/": ("ec", "ec"),
    **of_model("guide/reader", "c", ("c", "c")),
    "admin/guide/reader/<id>/password/": NOBODYS,
    **of_model("guide/report", "ec", ("ec", "")),
    **of_model("guide/proposal", "ec", ("ec", "ec")),
    **of_model("guide/vote", "ec", ("ec", "")),
    "admin/guide/vote/suspicious/": ("ec", "ec"),
    **of_model("guide/discount", "ec", ("ec", "")),
}
"""{route: who may (GET, POST)}, where a route is about something published."""

DRAFTS = {
    **{
        f"admin/guide/{noun}/<path:object_id>/{page}/": ("wec", "wec")
        for noun in ROWS
        for page in ("change", "delete")
    },
    "admin/guide/film/<path:object_id>/delete/": ("ec", "ec"),
    "admin/guide/person/<path:object_id>/change/": ("wec", "wec"),
    "admin/guide/person/<path:object_id>/delete/": ("ec", "ec"),
    "admin/versions/<slug:noun>/<int:pk>/": ("wec", "wec"),
}
"""The same, where they are about a draft, a person of drafts alone among them."""

ACTIONS = {
    "vote": {"discount": "ec"},
    "discount": {"lift": "ec"},
    "proposal": {"take": "ec", "give_back": "ec", "turn_down": "ec"},
}
"""{model: {action: who may}}"""


@pytest.fixture
def people(db):
    """A browser for each of them."""
    return {
        name: signed_in(None if groups is None else a_member(*groups))
        for name, groups in PEOPLE.items()
    }


def found(people, rows, routes) -> dict:
    """{route: who may (GET, POST)}, asked for."""
    return {
        route: tuple(
            "".join(
                name[0]
                for name, client in people.items()
                if lets_in(client, method, route, path)
            )
            for method in ("GET", "POST")
        )
        for route, path in addresses(rows).items()
        if route in routes
    }


@pytest.mark.django_db
def test_every_address_of_the_desk_stands_in_the_table():
    assert set(addresses(everything("draft"))) == set(MAY)


@pytest.mark.full
@pytest.mark.django_db
def test_the_desk_answers_whom_the_table_names(people):
    rows = with_the_rest(everything("published"))
    assert found(people, rows, MAY) == MAY


@pytest.mark.django_db
def test_drafts_are_the_writers_to_change(people):
    assert found(people, everything("draft"), DRAFTS) == DRAFTS


@pytest.mark.django_db
def test_actions_are_offered_to_whom_the_table_names(people):
    offered = {}
    for model, page in admin.site._registry.items():
        for name, client in people.items():
            request = RequestFactory().get("/admin/")
            if client.reader is None or not client.reader.is_staff:
                continue
            request.user = client.reader
            if not page.has_view_or_change_permission(request):
                continue  # the list that would offer it is shut
            for action in page.get_actions(request):
                of_model = offered.setdefault(model._meta.model_name, {})
                of_model[action] = of_model.get(action, "") + name[0]
    assert offered == ACTIONS


@pytest.mark.django_db
def test_a_forged_action_does_nothing(people):
    rows = with_the_rest(everything("published"))
    before = Discount.unguarded.count()
    for name in ("reader", "writer"):
        chosen = {ACTION_CHECKBOX_NAME: [rows["vote"].pk], "action": "discount"}
        typed = {"confirmed": "Confirm", "reason": "Mine."}
        people[name].post("/admin/guide/vote/", chosen | typed)
    assert (Discount.unguarded.count(), Vote.unguarded.count()) == (before, 1)


def beat_of(status):
    return lambda: builders.a_beat(builders.a_film(), 10, status=status)


def as_published(row, by):
    row.status = "published"
    publishing.save(row, by=by)


def proposed():
    return builders.a_proposal(builders.a_reader(), beat_of("published")())


VERBS = {
    # name: (what makes the row, what is done with it, who may)
    "write": (beat_of("draft"), lambda r, by: publishing.save(r, by=by), "wec"),
    "send to review": (
        beat_of("draft"),
        lambda r, by: (setattr(r, "status", "review"), publishing.save(r, by=by)),
        "wec",
    ),
    "save as published": (beat_of("review"), as_published, "ec"),
    "publish": (beat_of("review"), lambda r, by: publishing.publish(r, by=by), "ec"),
    "change what is published": (
        beat_of("published"), lambda r, by: publishing.save(r, by=by), "ec"
    ),
    "retire": (beat_of("published"), lambda r, by: publishing.retire(r, by=by), "ec"),
    "delete a draft": (
        beat_of("draft"), lambda r, by: publishing.remove(r, by=by), "wec"
    ),
    "a source of what is published": (
        beat_of("published"),
        lambda r, by: publishing.attach(
            Source(passage=r, kind="other", title="So"), by=by
        ),
        "ec",
    ),
    "take away its source": (
        lambda: builders.a_source(beat_of("published")()),
        lambda source, by: publishing.detach(source, by=by),
        "ec",
    ),
    "publish a film": (
        lambda: builders.a_film(status="draft"),
        lambda film, by: (
            setattr(film, "status", "published"), publishing.save_film(film, by=by)
        ),
        "ec",
    ),
    "take a film down": (
        builders.a_film, lambda film, by: publishing.take_down(film, by=by), "c"
    ),
    "save a film as a draft again": (
        builders.a_film,
        lambda film, by: (
            setattr(film, "status", "draft"), publishing.save_film(film, by=by)
        ),
        "c",
    ),
    "a cut of a published film": (
        builders.a_film,
        lambda film, by: publishing.save_fact(
            Cut(film=film, name="Long", runtime=120), by=by
        ),
        "ec",
    ),
    "let a word stand": (
        beat_of("draft"), lambda r, by: lint.wave(r, "Zed", "So.", by), "ec"
    ),
    "object again": (beat_of("draft"), lambda r, by: lint.undo(r, "Zed", by), "ec"),
    "clear": (beat_of("published"), lambda r, by: moderation.clear(r, by=by), "ec"),
    "mend": (beat_of("published"), lambda r, by: moderation.mended(r, by=by), "ec"),
    "accept what a reader proposes": (
        proposed, lambda p, by: proposing.accept(p, by=by), "ec"
    ),
    "return it": (
        proposed, lambda p, by: proposing.return_(p, by=by, note="N"), "ec"
    ),
    "refuse it": (proposed, lambda p, by: proposing.refuse(p, by=by, note="N"), "ec"),
    "discount": (
        lambda: [], lambda keys, by: discounting.discount(keys, by=by, reason="R"), "ec"
    ),
    "lift": (
        lambda: [], lambda keys, by: discounting.lift(keys, by=by, reason="R"), "ec"
    ),
    "suspend": (
        builders.a_reader,
        lambda r, by: discounting.suspend(r, by=by, reason="R"),
        "c",
    ),
    "restore": (
        builders.a_reader,
        lambda r, by: discounting.restore(r, by=by, reason="R"),
        "c",
    ),
    "put in a group": (
        builders.a_reader, lambda r, by: roles.put_in(r, ["Editors"], by), "c"
    ),
    "make a chief": (
        builders.a_reader, lambda r, by: roles.put_in(r, ["Chiefs"], by), ""
    ),
    "suspend a chief": (
        lambda: a_member("Chiefs"),
        lambda r, by: discounting.suspend(r, by=by, reason="R"),
        "",
    ),
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("verb", VERBS)
def test_a_verb_refuses_whom_the_table_does_not_name(verb):
    make, do, may = VERBS[verb]
    done = ""
    for name, groups in PEOPLE.items():
        if groups is not None:
            row = make()
            try:
                do(row, a_member(*groups))
            except (PermissionDenied, ValidationError):
                continue
            done += name[0]
    # A reader never gets to a verb of the desk: they have no page that calls one.
    assert done.replace("r", "") == may


@pytest.mark.django_db
def test_a_writers_draft_moves_nothing_that_readers_see(film):
    writer = a_member("Writers")
    question = builders.a_question(film, 20)
    draft = builders.a_beat(film, 10, status="draft")
    builders.evidence(question, draft)
    draft.horizon = 60
    with pytest.raises(ValidationError, match="which readers see, to minute 60"):
        publishing.save(draft, by=writer)
    with pytest.raises(ValidationError, match="only an editor can change it"):
        publishing.add_evidence(
            Evidence(passage=question, beat=draft, stance="supports", note="Also."),
            by=writer,
        )
    question.refresh_from_db()
    assert (question.horizon, Evidence.unguarded.filter(passage=question).count()) == (
        20, 1,
    )  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("verb", VERBS)
def test_an_operator_may_do_everything(verb, editor):
    # That one gets in everywhere is in the suite of two worlds.
    make, do, _ = VERBS[verb]
    if verb != "make a chief":  # on the account's own page, where all rights are
        do(make(), editor.reader)


@pytest.mark.django_db
def test_the_groups_have_the_rights_that_the_code_names():
    held = {
        name: {p.codename for p in roles.Group.objects.get(name=name).permissions.all()}
        for name in roles.RIGHTS
    }
    there = {
        *roles.Group.permissions.field.related_model.objects.filter(
            content_type__app_label="guide"
        ).values_list("codename", flat=True)
    }
    assert (held, roles._CHIEF - there) == (roles.RIGHTS, set())
