"""One's own account: signing up, a name, and leaving for good."""

import re

import pytest
from django.test import Client

from guide.editorial.models import Report
from guide.editorial.proposals import Proposal
from guide.gate import Progress
from guide.gate.horizon import SEEN
from guide.passages.models import Answer, Beat, Entry, Interpretation
from guide.readers.bookmarks import AccountShelf
from guide.readers.models import Bookmark, Reader
from guide.votes import casting, recounting, snapshots, tally
from guide.votes.models import Snapshot, Vote
from tests import builders

PASSWORD = "a good password"
ENDING = "/films/the-long-night/ending/"
NEW = {"email": "new@example.org", "password1": PASSWORD}


def page(client, path):
    return client.get(path).content.decode()


def test_the_password_is_typed_once_and_can_be_shown(db, newcomer):
    form = page(newcomer, "/accounts/signup/")
    assert re.findall(r'name="(password\w*)"', form) == ["password1"]
    assert form.count("data-reveal=") == 1 and "js/reveal" in form
    newcomer.post("/accounts/signup/", NEW)
    assert Reader.objects.get().check_password(PASSWORD)
    changing = page(newcomer, "/accounts/password/change/")
    names = re.findall(r'name="(\w*password\w*)"', changing)
    assert names == ["oldpassword", "password1"]
    newer = {"oldpassword": PASSWORD, "password1": "a better password"}
    newcomer.post("/accounts/password/change/", newer)
    assert Reader.objects.get().check_password("a better password")


@pytest.mark.parametrize("path", ["/accounts/login/", "/accounts/signup/"])
def test_a_waiting_vote_is_told_where_one_signs_in_or_up(film, finished, path):
    waits = "It is cast when you’re done here."
    assert waits not in page(finished, path)
    entry = Interpretation.unguarded.get(film=film)
    back = {"next": f"{ENDING}#{entry.public_id}"}
    finished.post(f"/entries/{entry.public_id}/vote/", {"value": "1"})
    for _ in "12":
        assert waits in finished.get(path, back).content.decode()
    assert waits not in page(finished, f"{path}?next=/shelf/")


def test_who_signs_up_is_welcomed_once(film, newcomer):
    answer = newcomer.post("/accounts/signup/", NEW | {"next": ENDING})
    assert answer["Location"] == ENDING
    assert [("Welcome. Your minutes" in page(newcomer, ENDING)) for _ in "12"] == [
        True,
        False,
    ]


def test_the_welcome_tells_of_the_vote_that_waited(film, finished):
    entry = Interpretation.unguarded.get(film=film)
    finished.post(f"/entries/{entry.public_id}/vote/", {"value": "1"})
    back = {"next": f"{ENDING}#{entry.public_id}"}
    finished.post("/accounts/signup/", NEW | back)
    assert Vote.unguarded.count() == 1
    assert "Welcome. Your vote was cast." in page(finished, ENDING)


def test_who_signs_in_again_is_not_welcomed(film, voter):
    voter.post("/accounts/logout/")
    voter.post("/accounts/login/", {"login": "voter@example.org", "password": PASSWORD})
    assert "Welcome" not in page(voter, "/shelf/")


def test_a_name_is_chosen_changed_and_taken_away(film, voter):
    for typed, kept in (("Ada", "Ada"), ("  Eve ", "Eve"), ("", "")):
        assert voter.post("/accounts/name/", {"name": typed}).status_code == 303
        voter.reader.refresh_from_db()
        assert voter.reader.public_name == kept


def test_a_name_that_is_no_line_is_refused_and_kept_in_the_field(film, voter):
    answer = voter.post("/accounts/name/", {"name": "A\u202eda"})
    voter.reader.refresh_from_db()
    assert (answer.status_code, voter.reader.public_name) == (200, "")
    assert "field__error" in answer.content.decode()


def sign_in(reader):
    client = Client()
    client.post("/accounts/login/", {"login": reader.email, "password": PASSWORD})
    return client


def leave(reader):
    client = sign_in(reader)
    asked = page(client, "/accounts/delete/")
    assert "Delete it for good" in asked and Reader.objects.filter(pk=reader.pk)
    return client, client.post("/accounts/delete/")


def test_leaving_is_asked_once_and_is_for_good(film):
    reader = builders.a_reader()
    AccountShelf(reader).move(film, SEEN)
    client, answer = leave(reader)
    assert (answer.status_code, answer["Location"]) == (303, "/")
    assert "Your account has been deleted" in page(client, "/")
    assert (Reader.objects.count(), Bookmark.objects.count()) == (0, 0)
    assert "endcanary" not in page(client, ENDING)
    again = {"login": reader.email, "password": PASSWORD}
    assert client.post("/accounts/login/", again).status_code == 200


def test_another_device_is_signed_out_with_it(film):
    reader = builders.a_reader()
    other = sign_in(reader)
    leave(reader)
    assert other.get("/accounts/name/").status_code == 302
    assert other.get("/shelf/").status_code == 200


@pytest.mark.parametrize("folded", [False, True])
def test_the_tallies_stay_exact(film, folded):
    reading = Interpretation.unguarded.get(film=film)
    answer = Answer.unguarded.get(film=film)
    readers = [builders.a_reader() for _ in range(3)]
    for reader, value in zip(readers, (1, 1, -1), strict=True):
        casting.cast(reader=reader, entry=reading, value=value)
        casting.cast(reader=reader, entry=answer, value=-value)
    if folded:
        snapshots.update(reading.pk)
        snapshots.update(answer.pk)
        assert Snapshot.unguarded.count() == 2
    leave(readers[0])
    everything = Progress(unbound=True).everywhere()
    tallies = tally.tallies([reading, answer], everything)
    assert tallies == {
        reading.pk: tally.Tally(yes=1, no=1),
        answer.pk: tally.Tally(yes=1, no=1),
    }
    assert list(recounting.drifted()) == []


def test_what_is_ones_own_goes_and_what_a_guide_took_stays(film):
    reader = builders.a_reader(public_name="Ada")
    beat = Beat.unguarded.get(film=film, minute=10)
    builders.a_proposal(reader, beat)
    Report.unguarded.create(reader=reader, passage=beat)
    Entry.unguarded.filter(film=film).update(author=reader, byline="Ada")
    leave(reader)
    assert (Proposal.unguarded.count(), Report.unguarded.count()) == (0, 0)
    kept = Entry.unguarded.filter(film=film)
    assert {(e.author_id, e.byline) for e in kept} == {(None, "Ada")}


def test_after_a_while_the_password_is_asked_for_first(film, voter):
    answer = voter.get("/accounts/delete/")
    assert answer["Location"].startswith("/accounts/reauthenticate/?next=")
    assert voter.post("/accounts/delete/").status_code == 302
    assert Reader.objects.filter(pk=voter.reader.pk).exists()
