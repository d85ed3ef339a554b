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
    from guide.editorial.lint import rules
    from guide.editorial.lint.texts import BEAT, Film, Guide, Row, Text
    from guide.editorial.lint.words import per_million
    from tests.editorial.hostile import texts

    per_million("light")  # reads the list of all words
    film, took = Film("The Light (2001)", 120, ("The Light",)), {}
    for name, text in texts(LONGEST).items():
        said = [text, *(PASSAGES[at % 3] for at in range(60))]
        rows = [
            Row(("passage", at), BEAT, f"the beat {at}", at + 5, minute=at)
            for at, _ in enumerate(said, 1)
        ]
        texts = [
            Text(row, "text", "text", row.horizon, body, tells_the_film=True)
            for row, body in zip(rows, said, strict=True)
        ]
        began = time.process_time()
        rules.findings(Guide(film, rows, texts), row=rows[0])
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
