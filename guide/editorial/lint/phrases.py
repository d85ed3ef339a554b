"""Turns of phrase that speak of the film’s end, or tell what nobody in it knows."""

from collections.abc import Iterator

from guide.editorial.lint import lexicon
from guide.editorial.lint.findings import Finding, about
from guide.editorial.lint.texts import Guide, Row

CLOSING = 0.85  # of the runtime: from here on a text may speak of the end


def findings(guide: Guide, row: Row | None = None) -> Iterator[Finding]:
    """All of them, or those in one row."""
    for text in guide.texts_of(row):
        if text.horizon > CLOSING * guide.film.runtime or text.name == "source":
            continue
        for sentence in text.sentences:
            phrase = lexicon.speaks_of_the_end(sentence)
            if not phrase and not text.tells_the_film:
                phrase = lexicon.keeps_back(sentence)
            if phrase:
                says = f"“{phrase}” refers to what the film has not shown yet."
                yield about(text, phrase, says, sentence.text)
