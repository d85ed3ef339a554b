"""What the script for votes is told: the same gate, the same 404, the same standing."""

from guide.passages.models import Answer, Interpretation

JSON = {"accept": "application/json"}


def vote(client, public_id, value, **headers):
    return client.post(f"/entries/{public_id}/vote/", {"value": value}, headers=headers)


def the_reading(film):
    return Interpretation.unguarded.get(film=film).public_id


def test_the_answer_is_how_the_vote_stands(film, voter):
    told = vote(voter, the_reading(film), "1", **JSON).json()
    assert told.pop("evidence")["may_say"] is True
    assert told == {
        "yes": 1,
        "no": 0,
        "total": 1,
        "percent": None,
        "mine": 1,
        "said": "You said yes.",
        "sentence": "1 vote so far",
        "standing": {
            "word": "Too few votes",
            "sentence": "The leading reading has 1 of the 20 votes needed to tell.",
            "voted": True,
            "rows": [
                {
                    "id": the_reading(film),
                    "claim": "Readingtitle",
                    "drawn": None,
                    "counted": "1 vote so far",
                    "range": "",
                }
            ],
            "side_by_side": False,
            "changed": "",
        },
    }
    assert vote(voter, the_reading(film), "0", **JSON).json()["said"] == ""


def test_an_answer_is_told_without_rivals(film, voter):
    answer = Answer.unguarded.get(film=film).public_id
    told = vote(voter, answer, "1", **JSON).json()
    assert (told["mine"], "standing" in told) == (1, False)


def test_what_is_hidden_is_the_same_404(film, voter):
    voter.post("/films/the-long-night/progress/", {"minute": "50"})
    hidden = vote(voter, the_reading(film), "1", **JSON)
    never = vote(voter, "neverneve2", "1", **JSON)
    form = vote(voter, "neverneve2", "1")
    assert hidden.status_code == 404
    assert hidden.content == never.content == form.content
    assert dict(hidden.headers) == dict(never.headers)


def test_who_is_not_signed_in_is_sent_to_sign_in(film, finished):
    response = vote(finished, the_reading(film), "1", **JSON)
    assert response["Location"].startswith("/accounts/login/")


def test_a_form_is_answered_as_ever(film, voter):
    response = vote(voter, the_reading(film), "1", accept="text/html,*/*;q=0.8")
    assert response.status_code == 303
    assert response["Location"].endswith(f"#{the_reading(film)}")
