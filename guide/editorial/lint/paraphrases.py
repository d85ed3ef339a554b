"""Beats that say in other words what the film shows much later: he is her brother.

Such a beat uses no name before its home, and no word that is telling alone. What
gives it away is that one sentence of a later row has the same words again, after a
long silence: who somebody is, or several words that seldom meet.
"""

from collections import defaultdict
from collections.abc import Iterator
from math import log
from typing import NamedTuple

from guide.editorial.lint import lexicon
from guide.editorial.lint.findings import key_of
from guide.editorial.lint.texts import Text
from guide.editorial.lint.vocabulary import Vocabulary, between, gap
from guide.editorial.lint.words import Sentence, Token, per_million
from guide.films.models import Film
from guide.passages.models import Passage

# Shares of the runtime.
SILENCE = 0.2  # before somebody is said again to be what the beat says
LONG = 0.4  # before words stand together again
COMMON = 1500  # times in a million words: says nothing even beside others
SURPRISE = 24.0  # nats: the least by which words that meet again are no chance
NEAR = 3  # words, within which a word is said of a name
SEEN_ONCE = 0.1  # times in a million words: how common an unknown word is taken to be


class Echo(NamedTuple):
    """Words of one sentence of a beat, and the text that has them later."""

    text: Text
    sentence: Sentence
    tokens: list[Token]
    later: Text


class Echoes:
    """One reading of a guide's record for what is said twice with a long silence."""

    def __init__(self, words: Vocabulary):
        self.words, self.runtime = words, words.guide.film.runtime
        self.said = defaultdict(list)  # {stem: texts of the record, in their order}
        for text in words.record:
            for stem in text.stems:
                self.said[stem].append(text)
        self.premise = {
            stem
            for text in words.guide.texts
            if text.name == "premise"
            for stem in text.stems
        }

    def found(self, row: Film | Passage | None = None) -> Iterator[Echo]:
        """In the order of the record, or in one row."""
        for text in self.words.record:
            if text.is_a_beat and row in (None, text.row):
                for sentence in text.sentences:
                    yield from self._stated(text, sentence)
                    yield from self._met_again(text, sentence)

    def _next(self, text, others) -> Text | None:
        """The first later of some texts, if none of them is told by then."""
        for other in others:
            if other.row is not text.row and other.horizon <= text.horizon + 2:
                return None
            if other.horizon > text.horizon:
                return other
        return None

    def _silence(self, text, later):
        return (min(later.horizon, self.runtime) - text.horizon) / self.runtime

    def _stated(self, text, sentence) -> Iterator[Echo]:
        for use in self.words.of(text, sentence):
            later = self._where_stated(text, use)
            if later and self._silence(text, later) >= SILENCE:
                yield Echo(text, sentence, [use.token], later)

    def _where_stated(self, text, use) -> Text | None:
        """The later text that says a telling word of the same person, or for itself."""
        names = self.words.named_in(use.sentence)
        if use.kind == "strong":
            later = self._next(text, self.words.anywhere(use.key))
            if later is None or text.name == "title":
                return later
            homes = {name: self.words.paired((name, use.key), text) for name in names}
            return next(
                (
                    home.text
                    for name, home in sorted(homes.items())
                    if home and _is_near(use, name) and _is_near(home, name)
                ),
                None,
            )
        stated = lexicon.states(use.sentence, use.token.word)
        if use.kind != "weak" or not stated or use.token.stem in self.premise:
            return None
        later = self._next(text, self.said[use.token.stem])
        texts = self.words.texts_of[key_of(later.row)] if later else ()
        return later if any(names & text.stems for text in texts) else None

    def _met_again(self, text, sentence) -> Iterator[Echo]:
        fresh = {}
        for token in sentence.tokens:
            if token.stem in fresh or not self._could_tell(token):
                continue
            later = self._next(text, self.said[token.stem])
            if later and self._silence(text, later) >= LONG:
                fresh[token.stem] = token, later
        places = {id(later): later for _, later in fresh.values()}
        for later in sorted(places.values(), key=lambda later: later.horizon):
            for other in later.sentences_with(fresh):
                tokens = [t for stem, (t, _) in fresh.items() if stem in other.stems]
                if _is_no_chance(sentence, tokens, other):
                    yield Echo(text, sentence, tokens, later)
                    return

    def _could_tell(self, token):
        return (
            len(token.stem) > 2
            and token.stem not in self.words.empty
            and token.stem not in self.words.titles
            and token.stem not in self.words.names
            and token.stem not in self.premise
            and per_million(token.word) < COMMON
        )


def _is_no_chance(sentence, tokens, other):
    """Whether words meet again as if told: what stays one phrase is a thing again."""
    phrases = []
    for token in tokens:
        pair = (phrases[-1][-1].stem, token.stem) if phrases else ()
        if pair and 0 < between(sentence, *pair) == between(other, *pair) <= NEAR:
            phrases[-1].append(token)
        else:
            phrases.append([token])
    surprise = sum(max(map(_surprise, phrase)) for phrase in phrases)
    return len(phrases) > 1 and surprise >= SURPRISE


def _surprise(token):
    """-log of a word's frequency, in nats."""
    return log(1e6 / max(per_million(token.word), SEEN_ONCE))


def _is_near(use, name):
    """Whether a word is said of a name, as far as its place can tell."""
    return abs(gap(use, name)) <= NEAR
