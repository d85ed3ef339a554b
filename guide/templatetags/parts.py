"""Pieces of pages, made once for each set of values that they show.

    {% part "endings/_reading.html" reading=reading %}

in place of an `include` with `only`. A piece knows these values and the language, and
nothing of who asks: for the same values it is the same text, whoever asks first.
"""

from functools import lru_cache

from django import template
from django.template import Context
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

MOST = 4_000  # pieces kept in a process; they have a few thousand bytes each


@register.simple_tag(takes_context=True)
def part(context: Context, name: str, **values: object) -> SafeString:
    """What the template `name` makes of these values.

    They are compared as they are kept: frozen dataclasses, tuples, texts and numbers,
    and no row of a table, which equals itself whatever it says by now. Raises TypeError
    for a dict or a list.
    """
    engine = context.template.engine
    return _made(engine, name, get_language(), tuple(values.items()))


@lru_cache(maxsize=MOST)
def _made(engine, name: str, language: str, values: tuple) -> SafeString:
    return engine.get_template(name).render(Context(dict(values)))
