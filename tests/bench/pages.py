"""What the pages cost: CPU of the site's own code, against a page that does nothing.

    python -m tests.bench.pages [--quick]

prints them as JSON. Measured without a network, turn and turn about; on a film with
one of everything, and with fifty.
"""

import json
import os
import sys
import time
from statistics import median

TRIVIAL = "/trivial/"


def measured(rounds: int) -> dict[str, float]:
    """{page: CPU milliseconds}, the median of its turns."""
    from tests.conftest import at
    from tests.pages.test_queries import a_full_film

    one, many = a_full_film(1), a_full_film(50)
    from guide.gate.horizon import SEEN
    from tests.builders import a_film

    for _ in range(20):
        a_film()
    reader = at(one, SEEN)
    reader.cookies["progress"] = at_both(one, many)
    pages = {
        "trivial": TRIVIAL,
        "home": "/",
        "catalogue": "/films/",
        "film, 1 of everything": f"/films/{one.slug}/",
        "film, 50 of everything": f"/films/{many.slug}/",
        "ending, 1 of everything": f"/films/{one.slug}/ending/",
        "ending, 50 of everything": f"/films/{many.slug}/ending/",
        "search": "/search/?q=means",
    }
    turns = {name: [] for name in pages}
    for turn in range(rounds + 2):
        for name, path in pages.items():
            began = time.process_time()
            status = reader.get(path).status_code
            took = time.process_time() - began
            if status != 200:
                raise RuntimeError(f"{path}: {status}")
            if turn >= 2:
                turns[name].append(took * 1000)
    return {name: median(each) for name, each in turns.items()}


def at_both(*films) -> str:
    """The cookie of one who has seen these films."""
    from guide.gate.horizon import SEEN
    from guide.readers import progress_cookie

    return progress_cookie.write({film.public_id: SEEN for film in films})


def main(arguments: list[str]) -> None:
    """Measure on an empty database of one's own: the one of the environment."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    print(json.dumps(measured(5 if "--quick" in arguments else 40)))


if __name__ == "__main__":
    main(sys.argv[1:])
