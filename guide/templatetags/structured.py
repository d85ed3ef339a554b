"""`{% movie film %}`: what search engines may know of a film, as JSON-LD."""

import json

from django import template
from django.utils.safestring import SafeString

from guide.films.addresses import absolute

register = template.Library()

# A text may hold "</script>"; escaped so, it is the same JSON and no tag.
ESCAPES = {ord(character): f"\\u{ord(character):04X}" for character in "<>&"}


@register.simple_tag
def movie(film) -> SafeString:
    """A schema.org Movie of public facts; nothing of questions and answers, since a
    search engine's snippets are not bound by our gate."""
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
    }
    text = json.dumps({key: value for key, value in facts.items() if value})
    safe = text.translate(ESCAPES)
    return SafeString(f'<script type="application/ld+json">{safe}</script>')


def names(film) -> list[str]:
    """The film's other titles, the original one first."""
    known = [film.original_title, *(other.title for other in film.also_known_as)]
    return [name for name in dict.fromkeys(known) if name not in ("", film.title)]
