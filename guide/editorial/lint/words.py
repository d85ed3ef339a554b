"""Words as the lint compares them: stems, names, sentences, and how common they are.

A stem is what is left of a word without case, accents, possessive and ending: `Omegas`,
`omega’s` and `Omega` are one. Stems and frequencies come from libraries that know many
languages; names are told by their capitals.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from typing import NamedTuple

import snowballstemmer
from django.conf import settings
from spellchecker import SpellChecker

from guide.common.text_folding import fold

_STEMMERS = {
    "en": "english", "de": "german", "fr": "french", "es": "spanish",
    "it": "italian", "pt": "portuguese", "nl": "dutch", "ru": "russian",
}  # fmt: skip
_LINK = re.compile(r"\]\([^\])]*\)")  # an address in Markdown is no text
_END = re.compile(r"(?<=[.!?…])[\"”’)\]*_]*\s+|\n+")
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)*")
# Between letters nobody sees them, and the word would be two others.
_UNSEEN = re.compile(
    "[\xad\u034f\u180b-\u180f\u200b-\u200f\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)
_OPENING = "“‘\"'("
MANY = 100_000  # words to be remembered
SENTENCES = 10_000  # the same
LONGEST = 400  # letters that are read as one sentence; guides have at most 200
_PIECE = re.compile(rf"\S.{{,{LONGEST - 1}}}(?!\S)|\S.{{,{LONGEST - 1}}}", re.DOTALL)
_SPELLINGS = (("our", "or"), ("ise", "ize"), ("ising", "izing"), ("yse", "yze"))
NOUNS = 0.15  # share of words with a capital, above which every noun has one
_POSSESSIVE = re.compile(r"[’'](?:s|S)?$")


class Token(NamedTuple):
    """One word of a text."""

    stem: str
    word: str
    capital: bool
    first: bool  # of its sentence, where a capital says nothing
    place: int  # among the words of its sentence, from 0
    at: int  # where it begins in the text of its sentence


@dataclass(eq=False)
class Sentence:
    """One sentence: as it stands, and its words."""

    text: str
    tokens: tuple[Token, ...]
    asked: dict = field(default_factory=dict)  # what was asked of it, and the answer

    @cached_property
    def stems(self) -> Iterable[str]:
        """Its words, each once."""
        return dict.fromkeys(token.stem for token in self.tokens)


def sentences(text: str) -> list[Sentence]:
    """The sentences of a Markdown text, those without words left out.

    What goes on for more than LONGEST letters is read in pieces, so that comparing the
    words of a sentence with each other never costs more than the text is long.
    """
    found = []
    for part in _END.split(_LINK.sub("]", _UNSEEN.sub("", text.replace("\r", "")))):
        for number, piece in enumerate(_pieces(part)):
            found.append(Sentence(piece, _tokens(piece, goes_on=number > 0)))
    return [sentence for sentence in found if sentence.tokens]


def _pieces(part: str) -> Iterator[str]:
    if len(part) <= LONGEST:
        return iter((part.strip(),))
    return (match[0].rstrip() for match in _PIECE.finditer(part))


@lru_cache(SENTENCES)
def _tokens(sentence: str, *, goes_on: bool) -> tuple[Token, ...]:
    """The words of a sentence, kept: most are the same when a guide is read again."""
    return tuple(_read(sentence, first=not goes_on))


def _read(sentence, *, first):
    for place, match in enumerate(_WORD.finditer(sentence)):
        word, at = _POSSESSIVE.sub("", match[0]), match.start()
        opened = first or (at > 0 and sentence[at - 1] in _OPENING)
        yield Token(stem(word), word, word[0].isupper(), opened, place, at)
        first = False


def language() -> str:
    """What the guides are written in: `en`, whatever the country."""
    return settings.GUIDE_LANGUAGE.partition("-")[0]


@lru_cache(MANY)
def stem(word: str) -> str:
    """What a word has in common with its inflections."""
    name = _STEMMERS.get(language())
    folded = fold(_POSSESSIVE.sub("", word)).replace("’", "'")
    if len(folded) <= 3:
        return folded  # too short for an ending
    # One of its own for each word: a stemmer keeps the word in itself, and two threads
    # would stem halves of each other's.
    return snowballstemmer.stemmer(name).stemWord(folded) if name else folded


@lru_cache(MANY)
def per_million(word: str) -> float:
    """How often a word stands in a million of its language; 0 for an unknown one.

    Where no list knows the language every word is common: names alone are found then.
    """
    frequencies = _frequencies()
    if frequencies is None:
        return 1e6
    folded = word.casefold()
    forms = {folded, fold(word), folded.removesuffix("s"), folded.removesuffix("es")}
    forms |= {form.replace(*other) for other in _SPELLINGS for form in forms}
    return max(frequencies[form] for form in forms) / frequencies.total_words * 1e6


@cache
def _frequencies():
    if language() not in SpellChecker.languages():
        return None
    return SpellChecker(language=language()).word_frequency


def names(sentences: Iterable[Sentence]) -> set[str]:
    """Stems that stand as names: with a capital where no sentence begins.

    Where every noun has one, as in German, a name is also a word that no list knows.
    """
    capital, small, begun = Counter(), Counter(), {}
    for sentence in sentences:
        for token in sentence.tokens:
            if token.first:
                begun[token.stem] = token
            else:
                (capital if token.capital else small)[token.stem] += 1
    everywhere = capital.total() > NOUNS * (capital.total() + small.total())
    found = {s for s, number in capital.items() if number > small[s] and len(s) > 1}
    strange = {s for s, t in begun.items() if t.capital and per_million(t.word) < 0.2}
    found |= strange - capital.keys() - small.keys()
    return {s for s in found if not everywhere or per_million(s) < 1}
