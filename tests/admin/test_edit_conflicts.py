"""Two people change the same row: neither overwrites the other unseen, and nothing
that was typed is lost."""

import pytest
from django.urls import reverse

from guide.editorial import moderation
from guide.films.models import Film, Person
from guide.passages import publishing
from guide.passages.models import Beat, Evidence, Source
from tests import builders
from tests.admin.desk_forms import add, change, fields, row_in, said
from tests.admin.people import a_member, signed_in


@pytest.fixture
def ada(db):
    """Another editor, signed in."""
    client = signed_in(a_member("Editors"))
    client.reader.public_name = "Ada"
    client.reader.save()
    return client


def opened(client, address) -> dict:
    """What the browser of somebody who has opened a page would send."""
    posted = fields(client.get(address))
    posted.pop("csrfmiddlewaretoken", None)
    return posted


def saved(client, address, posted, **typed):
    return client.post(address, posted | typed, follow=True)


def conflicts(answer) -> list[tuple]:
    """(row, who, {label: (theirs, mine)}) of what a refused save shows."""
    return [
        (
            row.title,
            row.who,
            {label: (joined(a), joined(b)) for label, a, b in row.fields},
        )
        for row in answer.context["conflicts"]["rows"]
    ]


def joined(parts) -> str:
    return "".join(text for _, text in parts)


def stored(row, *names):
    return type(row)._base_manager.values_list(*names).get(pk=row.pk)


def opened_again(answer) -> dict:
    posted = fields(answer)
    posted.pop("csrfmiddlewaretoken")
    return posted


def test_what_another_has_changed_is_refused_once_and_shown_in_both_versions(
    editor, ada, beat
):
    mine = opened(editor, change(beat))
    saved(ada, change(beat), opened(ada, change(beat)), text="A middlecanary flies.")
    answer = saved(editor, change(beat), mine, text="A bird sings.", title="By me")
    assert conflicts(answer) == [
        (
            "Beat “50: Noon”",
            "Ada",
            {
                "Title": ("Noon", "By me"),
                "Text": ("A middlecanary flies.", "A bird sings."),
            },
        )
    ]
    assert "A <del>middlecanary flies.</del>" in answer.content.decode()
    assert "A <ins>bird sings.</ins>" in answer.content.decode()
    assert stored(beat, "title", "text") == ("Noon", "A middlecanary flies.")
    again = opened_again(answer)
    assert (again["text"], again["title"]) == ("A bird sings.", "By me")
    assert saved(editor, change(beat), again).redirect_chain != []
    assert stored(beat, "title", "text") == ("By me", "A bird sings.")


def test_what_one_did_not_touch_stays_as_the_other_left_it(editor, ada, beat):
    mine = opened(editor, change(beat))
    saved(ada, change(beat), opened(ada, change(beat)), text="By Ada.")
    answer = saved(editor, change(beat), mine, title="By me")
    told = {"Title": ("Noon", "By me"), "Text": ("By Ada.", "By Ada.")}
    assert conflicts(answer) == [("Beat “50: Noon”", "Ada", told)]
    saved(editor, change(beat), opened_again(answer))
    assert stored(beat, "title", "text") == ("By me", "By Ada.")


def test_what_was_shown_once_and_changed_again_is_shown_again(editor, ada, beat):
    mine = opened(editor, change(beat))
    saved(ada, change(beat), opened(ada, change(beat)), text="Once.")
    answer = saved(editor, change(beat), mine, text="By me.")
    saved(ada, change(beat), opened(ada, change(beat)), text="Twice.")
    again = saved(editor, change(beat), opened_again(answer))
    told = {"Text": ("Twice.", "By me.")}
    assert conflicts(again) == [("Beat “50: Noon”", "Ada", told)]


def test_the_same_change_by_two_is_no_clash(editor, ada, beat):
    mine = opened(editor, change(beat))
    for who in (ada, editor):
        answer = saved(who, change(beat), mine, text="The same.\r\nBoth.")
        assert answer.redirect_chain != []


def test_fields_of_every_kind_are_compared_as_they_are_stored(editor, film, ada):
    """Opened and sent as it is, no form was touched; nor does it undo anything."""
    draft = builders.a_question(film, 10, "Draft?", text="Two\nlines.\n",
                                status="draft")  # fmt: skip
    late = {"publish_at_0": "2040-05-01", "publish_at_1": "10:20:30"}
    saved(ada, change(draft), opened(ada, change(draft)), **late)
    mine = opened(editor, change(draft))
    saved(ada, change(draft), opened(ada, change(draft)), text="By Ada.",
          publish_at_0="2041-05-01", horizon_checked="on")  # fmt: skip
    answer = saved(editor, change(draft), mine)
    assert answer.redirect_chain != []
    assert "Left as others have changed it meanwhile: “Draft?”." in said(answer)
    names = ("publish_at__year", "title", "text", "horizon_checked")
    assert stored(draft, *names) == (2041, "Draft?", "By Ada.", True)


def test_a_beat_on_the_films_page_and_on_its_own(editor, ada, film, beat):
    mine = opened(editor, change(film))
    theirs = {"title": "Of Ada", "text": "By Ada."}
    saved(ada, change(beat), opened(ada, change(beat)), **theirs)
    typed = {"beat-1-title": "Of me", "beat-0-title": "Dawn", "premise": "Anew."}
    answer = saved(editor, change(film), mine, **typed)
    told = {"Title": ("Of Ada", "Of me"), "Text": ("By Ada.", "By Ada.")}
    assert conflicts(answer) == [("Beat “50: Of Ada”", "Ada", told)]
    assert fields(answer)["beat-1-text"] == "By Ada."
    assert stored(film, "premise") == ("What one may know.",)
    saved(editor, change(film), opened_again(answer))
    titles = Beat.unguarded.filter(film=film).order_by("minute")
    assert list(titles.values_list("title", "text"))[:2] == [
        ("Dawn", "An earlycanary sings."), ("Of me", "By Ada."),
    ]  # fmt: skip
    assert stored(film, "premise") == ("Anew.",)


def test_a_beat_left_alone_on_the_films_page_stays_as_another_left_it(
    editor, ada, film, beat
):
    mine = opened(editor, change(film))
    saved(ada, change(beat), opened(ada, change(beat)), title="Of Ada")
    answer = saved(editor, change(film), mine, premise="Anew.")
    assert (stored(beat, "title"), stored(film, "premise")) == (("Of Ada",), ("Anew.",))
    assert "Left as others have changed it meanwhile: “50: Of Ada”." in said(answer)


def test_evidence_and_sources_are_compared_too(editor, ada, reading):
    builders.a_source(reading)
    mine = opened(editor, change(reading))
    theirs = {"evidence-0-note": "By Ada.", "source-0-title": "Of Ada"}
    saved(ada, change(reading), opened(ada, change(reading)), **theirs)
    typed = {"evidence-0-note": "By me.", "title": "T"}
    answer = saved(editor, change(reading), mine, **typed)
    told = {"Note": ("By Ada.", "By me.")}
    assert conflicts(answer) == [("Evidence “By Ada.”", "Ada", told)]
    saved(editor, change(reading), opened_again(answer))
    assert Evidence.unguarded.get(passage=reading).note == "By me."
    assert Source.unguarded.get(passage=reading).title == "Of Ada"
    assert stored(reading, "title") == ("T",)


def test_evidence_that_was_deleted_meanwhile_is_told_before_it_is_left_out(
    editor, ada, film, reading, beat
):
    builders.evidence(reading, beat, "Left alone.")
    kept = {"evidence-2-note": "New."} | row_in(
        "evidence", 2, beat=Beat.unguarded.get(title="Morning").pk,
        stance="supports", order="0", note="New.",
    )  # fmt: skip
    mine = opened(editor, change(reading)) | kept
    deleted = {"evidence-0-DELETE": "on", "evidence-1-DELETE": "on"}
    saved(ada, change(reading), opened(ada, change(reading)), **deleted)
    assert Evidence.unguarded.filter(passage=reading).count() == 0
    answer = saved(editor, change(reading), mine, **{"evidence-1-note": "Touched."})
    told = "This evidence has been deleted in the meantime, by Ada."
    assert told in answer.content.decode()
    assert fields(answer)["evidence-1-note"] == "Touched."
    assert Evidence.unguarded.filter(passage=reading).count() == 0
    done = saved(editor, change(reading), opened_again(answer))
    assert done.redirect_chain != []
    notes = Evidence.unguarded.filter(passage=reading).values_list("note", flat=True)
    assert list(notes) == ["New."]


def test_what_was_deleted_meanwhile_and_left_alone_is_told(editor, ada, reading):
    mine = opened(editor, change(reading))
    theirs = {"evidence-0-DELETE": "on"}
    saved(ada, change(reading), opened(ada, change(reading)), **theirs)
    answer = saved(editor, change(reading), mine, title="By me")
    assert stored(reading, "title") == ("By me",)
    assert "one evidence deleted by Ada" in said(answer)


def test_what_was_changed_meanwhile_is_not_deleted_unseen(editor, ada, reading):
    mine = opened(editor, change(reading))
    theirs = {"evidence-0-note": "By Ada."}
    saved(ada, change(reading), opened(ada, change(reading)), **theirs)
    answer = saved(editor, change(reading), mine, **{"evidence-0-DELETE": "on"})
    told = {"Note": ("By Ada.", "deleted")}
    assert conflicts(answer) == [("Evidence “By Ada.”", "Ada", told)]
    assert Evidence.unguarded.get(passage=reading).note == "By Ada."
    saved(editor, change(reading), opened_again(answer) | {"evidence-0-DELETE": "on"})
    assert Evidence.unguarded.filter(passage=reading).count() == 0


def test_what_was_typed_into_a_deleted_row_comes_back(editor, ada, film):
    draft = builders.a_question(film, 10, "Draft?", status="draft")
    address, mine = change(draft), opened(editor, change(draft))
    ada.post(reverse("admin:guide_question_delete", args=[draft.pk]), {"post": "yes"})
    answer = editor.post(address, mine | {"title": "Typed canary?"})
    assert answer.status_code == 404
    assert "Typed canary?</textarea>" in answer.content.decode()
    assert "deleted in the meantime, by Ada" in answer.content.decode()
    assert editor.get(address).status_code == 302


def test_what_was_taken_down_meanwhile_stays_down(editor, ada, beat):
    mine = opened(editor, change(beat))
    publishing.retire(Beat.unguarded.get(pk=beat.pk), by=ada.reader)
    answer = saved(editor, change(beat), mine, text="By me.")
    (_, _, told), *_ = conflicts(answer)
    assert told["Status"] == ("retired", "retired")
    saved(editor, change(beat), opened_again(answer))
    assert stored(beat, "status", "text") == ("retired", "By me.")


def test_a_draft_published_meanwhile_is_not_published_with_what_one_typed(
    editor, ada, film
):
    draft = builders.a_beat(film, 20, "Half.", status="draft")
    mine = opened(editor, change(draft))
    publishing.publish(Beat.unguarded.get(pk=draft.pk), by=ada.reader)
    answer = saved(editor, change(draft), mine, text="Half writ")
    (_, _, told), *_ = conflicts(answer)
    assert told["Status"] == ("published", "published")
    assert stored(draft, "text") == ("Half.",)
    saved(editor, change(draft), opened_again(answer), text="Written.")
    assert stored(draft, "text", "status") == ("Written.", "published")


@pytest.mark.parametrize("theirs_is_text", [True, False])
def test_a_minute_and_a_text_of_two_people_do_not_meet_unseen(
    editor, ada, beat, theirs_is_text
):
    text, lower = {"text": "Tells more."}, {"horizon": "0:55"}
    beat.horizon = 60
    publishing.save(beat)
    one, other = (text, lower) if theirs_is_text else (lower, text)
    mine = opened(editor, change(beat))
    saved(ada, change(beat), opened(ada, change(beat)), **one)
    answer = saved(editor, change(beat), mine, **other)
    (_, _, told), *_ = conflicts(answer)
    assert told.keys() == {"Text", "Horizon"}
    assert stored(beat, "horizon") == (60 if theirs_is_text else 55,)
    saved(editor, change(beat), opened_again(answer))
    assert stored(beat, "horizon", "text") == (55, "Tells more.")


def test_an_accepted_proposal_is_not_overwritten(editor, ada, beat):
    mine = opened(editor, change(beat))
    reader = builders.a_reader(public_name="Rea")
    proposal = builders.a_proposal(reader, beat, "correction", text="Proposed.")
    page = reverse("admin:guide_proposal_change", args=[proposal.pk])
    saved(ada, page, opened(ada, page), _accept="x")
    answer = saved(editor, change(beat), mine, text="By me.")
    (_, who, told), *_ = conflicts(answer)
    assert (who, told["Text"]) == ("Ada", ("Proposed.", "By me."))


def test_what_a_command_wrote_is_not_overwritten(editor, beat):
    mine = opened(editor, change(beat))
    newer = Beat.unguarded.get(pk=beat.pk)
    newer.text = "From a file."
    publishing.save(newer)
    answer = saved(editor, change(beat), mine, text="By me.")
    told = {"Text": ("From a file.", "By me.")}
    assert conflicts(answer) == [("Beat “50: Noon”", "a command", told)]


def test_what_readers_hold_meanwhile_is_no_clash(editor, beat):
    mine = opened(editor, change(beat))
    moderation.hold(Beat.unguarded.get(pk=beat.pk), by=None)
    answer = saved(editor, change(beat), mine, text="By me.")
    assert answer.redirect_chain != []
    assert stored(beat, "held", "text") == (True, "By me.")


@pytest.mark.parametrize("told", ["", "[]", "{}", '{"": 1}', "[" * 5000, '{"": 9e99}'])
def test_a_form_that_does_not_say_what_it_was_opened_on_overwrites_nothing(
    editor, beat, told
):
    mine = opened(editor, change(beat)) | {"_versions": told}
    answer = saved(editor, change(beat), mine, text="By me.")
    told = {"Text": ("A middlecanary sings.", "By me.")}
    assert conflicts(answer) == [("Beat “50: Noon”", "a command", told)]


def test_people_are_compared_too(editor, ada):
    person = Person.objects.create(slug="a-maker", name="A Maker")
    mine = opened(editor, change(person))
    saved(ada, change(person), opened(ada, change(person)), name="Of Ada")
    answer = saved(editor, change(person), mine, name="Of me", wikidata="Q1")
    told = {"Name": ("Of Ada", "Of me"), "Wikidata": ("nothing", "Q1")}
    assert conflicts(answer) == [("Person “Of Ada”", "Ada", told)]


def test_a_look_as_a_reader_is_refused_by_nobody_and_saves_nothing(editor, ada, beat):
    mine = opened(editor, change(beat))
    saved(ada, change(beat), opened(ada, change(beat)), text="By Ada.")
    look = {"_see": "1", "_see_minute": "50", "text": "Typedcanary."}
    answer = editor.post(change(beat), mine | look | {"_typed": "abc"})
    assert b"Typedcanary." in answer.content
    assert stored(beat, "text") == ("By Ada.",)
    assert b"typed-abc" not in editor.get(change(beat)).content


def test_only_a_save_tells_the_browser_to_forget_what_was_typed(editor, beat):
    mine = opened(editor, change(beat)) | {"_typed": "abc1"}
    refused = saved(editor, change(beat), mine, title="")
    assert fields(refused)["_typed"] == "abc1"
    assert "typed-abc1" not in refused.content.decode()
    done = saved(editor, change(beat), mine, title="By me")
    assert 'typed-abc1 success"' in done.content.decode()
    crooked = saved(editor, change(beat), mine, title="Anew", _typed='a" b')
    assert "typed-" not in [m.extra_tags for m in crooked.context["messages"]]


def test_an_added_row_is_a_save_as_well(editor, film):
    address = add("question", film=film.pk)
    typed = {"title": "Why?", "horizon": "10", "_typed": "abc2"}
    answer = saved(editor, address, opened(editor, address), **typed)
    assert 'typed-abc2 success"' in answer.content.decode()


def test_signing_out_empties_the_browser_of_those_who_edit(
    editor, voter, settings, film
):
    settings.HTTPS = True
    ways = [reverse("admin:logout"), reverse("account_logout")]
    told = []
    for client in (editor, voter):
        for way in ways:
            client.force_login(
                client.reader, backend="django.contrib.auth.backends.ModelBackend"
            )
            told.append(client.post(way).headers.get("Clear-Site-Data"))
    assert told == ['"storage"', '"storage"', None, None]


def test_a_films_own_fields_are_compared(editor, ada, film):
    mine = opened(editor, change(film))
    saved(ada, change(film), opened(ada, change(film)), premise="By Ada.")
    answer = saved(editor, change(film), mine, premise="By me.", genres="war")
    told = {"Premise": ("By Ada.", "By me."), "Genres": ("nothing", "war")}
    assert conflicts(answer) == [("Film “The Long Night (1999)”", "Ada", told)]
    saved(editor, change(film), opened_again(answer), premise="By both.")
    assert stored(Film.unguarded.get(), "premise", "genres") == ("By both.", "war")
