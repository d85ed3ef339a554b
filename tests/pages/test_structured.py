"""What search engines get: a newcomer's page, and a Movie of public facts."""

import json

from guide.films.models import AlternativeTitle
from tests import builders

FILM = "/films/the-long-night/"
BEGIN, END = '<script type="application/ld+json">', "</script>"


def movie(client, path=FILM):
    return json.loads(client.get(path).content.decode().split(BEGIN)[1].split(END)[0])


def test_a_movie_holds_public_facts_alone(film, finished, newcomer):
    AlternativeTitle.objects.create(film=film, title="Night")
    film.imdb = "tt1"
    film.save()
    assert movie(newcomer) == {
        "@context": "https://schema.org",
        "@type": "Movie",
        "name": "The Long Night",
        "alternateName": ["Night"],
        "dateCreated": "1999",
        "duration": "PT100M",
        "image": f"http://127.0.0.1:8000{FILM}card.png",
        "url": f"http://127.0.0.1:8000{FILM}",
        "sameAs": ["https://www.imdb.com/title/tt1/"],
    }
    assert movie(finished) == movie(newcomer)


def test_a_title_cannot_leave_its_script(db, newcomer):
    film = builders.a_film("</script><b>&")
    assert movie(newcomer, f"/films/{film.slug}/")["name"] == "</script><b>&"


def test_a_crawler_gets_what_a_newcomer_gets(film, newcomer):
    agent = {"user-agent": "Googlebot/2.1"}
    for path in (FILM, f"{FILM}ending/"):
        assert newcomer.get(path, headers=agent).content == newcomer.get(path).content


def test_the_card_of_a_shared_link_is_a_picture(film, newcomer):
    response = newcomer.get(f"{FILM}card.png")
    assert response["Content-Type"] == "image/png"
    assert response.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert response.content[16:24] == bytes.fromhex("000004b000000276")
    assert f'content="http://127.0.0.1:8000{FILM}card.png"' in (
        newcomer.get(f"{FILM}ending/").content.decode()
    )
