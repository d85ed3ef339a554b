"""What the spoiler lint needs for the worst texts we know of, each of full length.

    python -m tests.bench.lint

prints them as JSON, in milliseconds of CPU, each as the text of an early beat of a
guide that tells later what the text says. No database is asked.
"""

import json
import os
import sys
import time

LONGEST = 20_000
PASSAGES = [
    "Keiji keeps the light. Rita rows out to the harbour with her brother.",
    "Zanzibar is far. The harbourmaster knows who the killer is, and Keiji is not.",
    "Rita finds what her brother hid. Keiji dies in the water, and she goes home.",
]


def measured() -> dict[str, float]:
    """{shape: CPU milliseconds}, with words that were never read before."""
    from guide.editorial.lint.early_words import Ahead
    from guide.editorial.lint.texts import Guide
    from guide.editorial.lint.words import per_million
    from guide.films.models import Film
    from guide.passages.models import Beat
    from tests.editorial.hostile import texts

    per_million("light")  # reads the list of all words
    film, took = Film(pk=1, title="The Light", year=2001, runtime=120), {}
    for name, text in texts(LONGEST).items():
        said = [text, *(PASSAGES[at % 3] for at in range(60))]
        beats = [
            Beat(pk=at, film=film, minute=at, horizon=at + 5, title=f"{at}", text=words)
            for at, words in enumerate(said, 1)
        ]
        began = time.process_time()
        guide = Guide(film, [film.title], [], beats, [], [], [])
        list(Ahead(guide).findings(beats[0]))
        took[name] = (time.process_time() - began) * 1000
    return took


def main() -> None:
    """Measure, and print."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    import django

    django.setup()
    print(json.dumps(measured()))


if __name__ == "__main__":
    sys.exit(main())
