"""How a guide reads, in figures, and the runs of words that two texts share."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from statistics import fmean

RUN = 7  # words: as many in a row are somebody's sentence

_WORD = re.compile(r"\w[\w’'-]*")
_SENTENCE_END = re.compile(r"(?<=[.!?])[”’)]*\s+")
_NOT_BUT = re.compile(r"\bnot\b[^.;:!?]{1,60}\bbut\b|\brather than\b", re.IGNORECASE)
_THE_FILM = re.compile(r"\bthe film\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figures:
    """`words` in all; `the_film` and `not_but` per 1,000 words; `sentence`: how many
    words a sentence has, on average."""

    words: int
    the_film: float
    not_but: float
    sentence: float

    def __str__(self):
        return (
            f"{self.words:,} words, {self.sentence:.1f} a sentence; in 1,000 words "
            f"“the film” {self.the_film:.1f}, “not … but” {self.not_but:.1f}"
        )


def figures(texts: Iterable[str]) -> Figures:
    """Of all texts together."""
    whole = list(texts)
    words = sum(len(_WORD.findall(text)) for text in whole) or 1
    sentences = [
        len(found)
        for text in whole
        for sentence in _SENTENCE_END.split(text)
        if (found := _WORD.findall(sentence))
    ]
    in_thousand = 1_000 / words
    return Figures(
        words=words,
        the_film=in_thousand * sum(len(_THE_FILM.findall(text)) for text in whole),
        not_but=in_thousand * sum(len(_NOT_BUT.findall(text)) for text in whole),
        sentence=fmean(sentences or [0]),
    )


def runs(text: str) -> set[tuple[str, ...]]:
    """Every run of RUN words in a text, folded."""
    words = [word.casefold() for word in _WORD.findall(text)]
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def shared(named: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str, str]]:
    """(the run, the name of the first text, the name of another) for each run that
    stands in two of the (name, text) pairs."""
    first: dict[tuple[str, ...], str] = {}
    for name, text in named:
        for run in sorted(runs(text)):
            if (there := first.setdefault(run, name)) != name:
                yield " ".join(run), there, name
