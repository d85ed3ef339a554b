"""`{% movie film %}`: what search engines may know of a film, as JSON-LD."""

import json

from django import template
from django.utils.safestring import SafeString

from guide.common.absolute_urls import absolute
from guide.films.how_made import How
from guide.films.provenance import EDITORS

register = template.Library()

# A text may hold "</script>"; escaped so, it is the same JSON and no tag.
ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&"}


MACHINES = {
    How.MACHINE_WRITTEN: "https://schema.org/TrainedAlgorithmicMediaDigitalSource",
    How.MACHINE_ASSISTED: "https://schema.org/"
    "CompositeWithTrainedAlgorithmicMediaDigitalSource",
}
"""What schema.org calls a text in which a machine had a part."""


@register.simple_tag
def movie(film, made=None) -> SafeString:
    """A schema.org Movie of public facts; nothing of questions and answers, since a
    search engine's snippets are not bound by our gate. `made`: how its guide was made,
    said of the page about it."""
    facts = {
        "@context": "https://schema.org",
        "@type": "Movie",
        "name": film.title,
        "alternateName": names(film),
        "dateCreated": str(film.year),
        "duration": f"PT{film.runtime}M",
        "genre": list(film.genres),
        "director": [{"@type": "Person", "name": name} for name in film.directed_by],
        "actor": [{"@type": "Person", "name": name} for name in film.cast],
        "author": [{"@type": "Person", "name": name} for name in film.written_by],
        "image": absolute(film.share_url),
        "url": absolute(film.url),
        "sameAs": list(film.same_as),
        "subjectOf": made and guide(film, made),
    }
    text = json.dumps(said(facts))
    safe = text.translate(ESCAPES)
    return SafeString(f'<script type="application/ld+json">{safe}</script>')


def guide(film, made) -> dict:
    """The page about a film. A machine is nobody's author: schema.org's are people."""
    return said(
        {
            "@type": "WebPage",
            "url": absolute(film.url),
            "author": made.how == How.BY_HAND and somebody(made.written_by),
            "creditText": made.written,
            "digitalSourceType": MACHINES.get(made.how),
            "reviewedBy": made.reviewed_by and somebody(made.reviewed_by),
        }
    )


def somebody(name: str) -> dict:
    """A person, or the editors."""
    kind = "Organization" if name == EDITORS else "Person"
    return {"@type": kind, "name": name}


def said(facts: dict) -> dict:
    """The facts that say something."""
    return {key: value for key, value in facts.items() if value}


def names(film) -> list[str]:
    """The film's other titles, the original one first."""
    known = [film.original_title, *(other.title for other in film.also_known_as)]
    return [name for name in dict.fromkeys(known) if name not in ("", film.title)]
