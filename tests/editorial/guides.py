"""A whole guide's file, ways to change it, and what the database holds of it."""

import re

from django.conf import settings

from guide.editorial import guidefile
from guide.editorial.guidefile.compare import current
from guide.editorial.guidefile.schema import MODELS, keys_of
from guide.editorial.models import Seeded
from guide.passages.models import Answer, Dispute
from guide.votes.models import Vote

SLUG = "all-you-need-is-kill-2014"
PATH = settings.FIXTURE_DIRS[0] / f"{SLUG}.yaml"
DATA = PATH.read_bytes()

FIRST_BEAT, LAST_BEAT = "18vhp7cp07", "tj84b3b6fi"
MIDWAY_QUESTION, ITS_ANSWER = "v84oh77c7n", "wsm027bwe0"
READING = "0hz0ah4694"

SMALL = """\
- model: guide.film
  fields:
    public_id: "aaaaaa"
    slug: "small-2001"
    title: "Small"
    year: 2001
    runtime: 100
    status: "published"
"""


def spoiling(slug, *others):
    """The file of a film with one beat, which gives away the other films too."""
    number = sum(map(ord, slug)) % 100_000
    text = SMALL.replace("aaaaaa", f"f{number:05}").replace("small-2001", slug)
    text += f"""
- model: guide.beat
  fields:
    public_id: "beat{number:06}"
    film: ["{slug}"]
    horizon: 20
    status: "published"
    minute: 10
    title: "A beat"
    text: "Something happens."
"""
    for at, other in enumerate(others):
        text += f"""
- model: guide.alsospoils
  fields:
    public_id: "link{number:05}{at}"
    film: ["{slug}"]
    beat: ["beat{number:06}"]
    spoils: ["{other}"]
    minute: 30
"""
    return text.encode()


def seed(data=DATA, **options):
    """Write a guide into the database."""
    return guidefile.apply(guidefile.parse(data), **options)


def empty():
    """Delete every row that a guide file can hold, and what is known of files."""
    for model in (Dispute, Answer):
        model.unguarded.all().delete()
    for model in reversed(MODELS):
        model._default_manager.all().delete()
    Seeded.objects.all().delete()


def lines_of(public_id, data=DATA):
    """(first, after the last) index of the lines of one row of the file."""
    lines = data.decode().split("\n")
    named = lines.index(f'    public_id: "{public_id}"')
    first = max(i for i in range(named) if lines[i].startswith("- model:"))
    after = (i for i in range(named, len(lines)) if lines[i].startswith("- model:"))
    return first, next(after, len(lines))


def changed(public_id, pattern, to, data=DATA):
    """The file with `pattern` replaced, once, within one row."""
    lines = data.decode().split("\n")
    first, after = lines_of(public_id, data)
    row, count = re.subn(pattern, to, "\n".join(lines[first:after]), count=1)
    assert count == 1
    return "\n".join([*lines[:first], row, *lines[after:]]).encode()


def without(public_id, data=DATA):
    """The file without one row."""
    lines = data.decode().split("\n")
    first, after = lines_of(public_id, data)
    return "\n".join([*lines[:first], *lines[after:]]).encode()


def refused(data):
    """[(line, message)] of a guide that may not be written."""
    try:
        seed(data)
    except guidefile.GuideFileErrors as errors:
        return [(error.line, error.message) for error in errors.errors]
    return []


def stored(*, keys=False):
    """All that a guide file can hold, as the database has it; `keys`: primary ones."""
    return {
        model._meta.label_lower: sorted(
            (
                [row.pk] * keys,
                [(k.name, str(current(row, k))) for k in keys_of(model).values()],
            )
            for row in model._default_manager.all()
        )
        for model in MODELS
    }


def traces():
    """How many rows of any kind a guide file may have left."""
    rows = [model._default_manager.count() for model in MODELS]
    history = [m.history.count() for m in MODELS if hasattr(m, "history")]
    return [*rows, *history, Seeded.objects.count(), Vote.unguarded.count()]
