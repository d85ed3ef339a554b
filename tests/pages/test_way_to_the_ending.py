"""Who asked for an ending comes back to it, whatever is asked on the way."""

import re

import pytest

from tests.conftest import at, flat, leads_to

FILM = "/films/the-long-night/"
ENDING = f"{FILM}ending/"


def follow(client, page, name):
    """Press the link or button of a page that is called so; the answer to it."""
    html = flat(page.content.decode())
    if link := re.search(rf'href="([^"]*)"[^>]*>{name}<', html):
        return client.get(link[1].replace("&amp;", "&"))
    (form,) = (f for f in re.findall(r"(?s)<form.*?</form>", html) if f">{name}<" in f)
    named = re.findall(r'name="(\w+)" value="([^"]*)"', form)
    return client.post(re.search(r'action="([^"]*)"', form)[1], dict(named))


def test_who_has_seen_it_all_is_led_back_to_the_ending(film, newcomer):
    asked = follow(newcomer, newcomer.get(ENDING), "I’ve seen the whole film")
    answer = follow(newcomer, asked, "Yes, open the whole guide")
    assert (answer.status_code, leads_to(newcomer, answer)) == (303, ENDING)
    assert "endcanary" in newcomer.get(ENDING).content.decode()


def test_who_has_not_is_led_back_as_well(film, newcomer):
    asked = follow(newcomer, newcomer.get(ENDING), "I’ve seen the whole film")
    back = follow(newcomer, asked, "No, not yet")
    assert back.request["PATH_INFO"] == ENDING


def test_near_the_end_nothing_is_asked(film):
    reader = at(film, 95)
    answer = follow(reader, reader.get(ENDING), "I’ve seen the whole film")
    assert (answer.status_code, answer["Location"]) == (303, ENDING)


def test_a_refused_minute_keeps_what_was_asked_for(film, newcomer):
    refused = newcomer.post(f"{FILM}progress/", {"minute": "half", "next": ENDING})
    assert refused.status_code == 400
    asked = follow(newcomer, refused, "I’ve seen the whole film")
    answer = follow(newcomer, asked, "Yes, open the whole guide")
    assert (answer.status_code, leads_to(newcomer, answer)) == (303, ENDING)


def test_from_the_films_page_one_comes_back_to_it(film, newcomer):
    asked = follow(newcomer, newcomer.get(FILM), "I’ve seen the whole film")
    answer = follow(newcomer, asked, "Yes, open the whole guide")
    assert (answer.status_code, leads_to(newcomer, answer)) == (303, f"{FILM}#runtime")


@pytest.mark.parametrize("elsewhere", ["//evil.example", "https://evil.example/"])
def test_a_question_leads_nowhere_else(film, newcomer, elsewhere):
    page = newcomer.get(f"{FILM}progress/", {"next": elsewhere}).content.decode()
    assert "evil.example" not in page.split("<main", 1)[1]
