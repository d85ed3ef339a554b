"""What a guide gives away of another film that it names.

A row may tell of another film only up to the minute that its link declares, and
without a link no more than a premise may.
"""

import re
from collections import defaultdict
from collections.abc import Iterator

from guide.editorial.lint.early_words import EarlyWords
from guide.editorial.lint.findings import Finding, about
from guide.editorial.lint.texts import Film, Guide, Row
from guide.editorial.lint.vocabulary import rows_of
from guide.editorial.lint.words import per_million
from guide.gate.horizon import spoken

STRANGE = 0.3  # times in a million words: so rare a title is no common word
Minutes = dict[tuple[str, int | None], int]


def names(body: str, film: Film) -> bool:
    """Whether a text names a film."""
    return any(_names(body, title) for title in film.titles + film.other_titles)


def _names(body, title):
    if not title or title not in body:  # which is nearly always so, and quickly said
        return False
    if " " not in title and per_million(title) > STRANGE:  # a common word: in quotes
        return bool(re.search(rf"[*_“‘\"]{re.escape(title)}[*_”’\"]", body))
    return bool(re.search(rf"(?<!\w){re.escape(title)}(?!\w)", body))


def findings(
    own: EarlyWords, other: EarlyWords, declared: Minutes, row: Row | None = None
) -> Iterator[Finding]:
    """Names and telling words of another film beside its title, in one row or in all.

    `declared` are the minutes of the other film up to which rows, by their keys, may
    tell of it.
    """
    film = other.guide.film
    known = own.words.premise | other.words.premise | other.words.titles
    known |= {s for text in other.guide.texts if text.is_public for s in text.stems}
    for texts in _by_row(own.guide, row):
        if not names("\n".join(text.body for text in texts), film):
            continue
        shown_in = texts[0].row
        minute = declared.get(shown_in.key, other.opening)
        for use in (use for text in texts for use in own.words.uses(text)):
            home = other.first.home.get(use.key)
            if not home or home.horizon <= minute or not _tells(use, other, minute):
                continue
            if use.key in known or any(
                told.text.row is not shown_in for told in own.words.told[use.key]
            ):
                continue
            word, place = use.token.word, home.text.row.place
            says = f"“{word}” gives away “{film.name}”, which first has it in {place}."
            declare = f"Add “{film.name}”, {spoken(home.horizon)}, to the other films "
            declare = f"{declare}that it spoils, or leave it out."
            advice = "" if shown_in.is_public else declare
            yield about(use.text, word, says, use.sentence.text, advice)


def _tells(use, other, minute):
    if use.kind in ("name", "strong"):
        return True
    again = rows_of(other.words.later(use.key, minute)) > 1
    return again and other.words.is_of_what_follows(use, minute)


def _by_row(guide: Guide, row):
    texts = defaultdict(list)
    for text in guide.texts_of(row):
        texts[id(text.row)].append(text)
    return texts.values()
