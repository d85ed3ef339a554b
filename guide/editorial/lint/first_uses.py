"""Where the words of a guide are at home, and the beats that run ahead of it.

Every beat brings new words, and a spoiler in a beat is one of them. It is told from
the others by a single mention with a long silence after it, and by one more sign: a
turn of phrase that looks ahead, a telling word, a name that nobody introduces, or a
second such word of one later sentence.
"""

from collections.abc import Iterator
from itertools import chain, islice, takewhile

from guide.editorial.lint import lexicon
from guide.editorial.lint.findings import key_of
from guide.editorial.lint.texts import Text
from guide.editorial.lint.vocabulary import AFTER, Use, Vocabulary, together

# Shares of the runtime.
SILENCE = 0.08  # after a single mention: odd
LONG = 0.1  # odd for a name that is introduced only then
VERY_LONG = 0.2  # odd beside a phrase that looks ahead
ENDLESS = 0.4  # odd for a name, a telling word, or two that stand together later
HEADING = 0.5  # odd in a title that is not a name’s
TELLS = 4.0  # the weight of a word that belongs to what comes after
ADDS = 2.0  # the weight of one that does beside another


class Homes:
    """The uses at which words are at home, by key, and those that run ahead."""

    def __init__(self, words: Vocabulary):
        self.words, guide = words, words.guide
        self.runtime = guide.film.runtime
        self.premise = {
            use.key
            for text in guide.texts
            if text.name == "premise"
            for use in words.uses(text)
        }
        self.home: dict[str, Use] = {}
        self.ahead: list[Use] = []
        strands = {t.row.pk: t.stems for t in guide.texts if t.name == "strand"}
        for beat in guide.beats:
            self.strand = strands.get(beat.pk, ())
            self._settle(words.texts_of[key_of(beat)])
        for text in words.record:
            if not text.is_a_beat:
                for use in words.uses(text):
                    self.home.setdefault(use.key, use)

    def _settle(self, texts: list[Text]):
        found = list(chain.from_iterable(map(self._running_ahead, texts)))
        self.ahead += found
        ahead = {use.key for use in found}
        for text in texts:
            for use in self.words.uses(text):
                if use.key not in ahead:
                    self.home.setdefault(use.key, use)

    def _running_ahead(self, text) -> Iterator[Use]:
        for sentence in text.sentences:
            uses = self.words.of(text, sentence)
            alone = [use for use in uses if self._is_alone(use)]
            if text.name == "title":
                far = [use for use in alone if self._silence(use) >= VERY_LONG]
                shared = together(self.words, self._marked(far), text.horizon)
                ahead = self._looking_ahead(sentence, alone)
                yield from (
                    use
                    for use in alone
                    if use in shared or use in ahead or self._says_too_much(use)
                )
            elif alone:
                yield from self._signs(sentence, alone)

    def _is_alone(self, use) -> bool:
        """Whether this is a single mention with some silence after it."""
        if use.key in self.home or use.token.stem in self.strand:
            return False
        if self.words.kindred(use, use.horizon):
            return False
        silence = self._silence(use)
        if silence is None or silence < SILENCE:
            return False
        if use.key in self.premise:
            return False
        by_then = takewhile(
            lambda other: other.horizon <= use.horizon + 2, self.words.told[use.key]
        )
        return all(other.sentence is use.sentence for other in by_then)

    def _silence(self, use, *, beats: bool = False) -> float | None:
        """The share of the runtime until the record, or the beats, have it again."""
        after = (
            other.horizon
            for other in self.words.later(use.key, use.horizon)
            if not beats or other.text.is_a_beat
        )
        following = next(after, None)
        if following is None:
            return None
        return (min(following, self.runtime) - use.horizon) / self.runtime

    def _weighs(self, use, least):
        return self.words.weight(use, use.horizon) >= least

    def _says_too_much(self, use) -> bool:
        """Whether a word that only the title of a beat has is one of what follows."""
        silence = self._silence(use, beats=use.kind not in ("name", "strong"))
        if use.kind in ("name", "strong"):
            return silence >= SILENCE
        return silence is not None and silence >= HEADING and self._weighs(use, TELLS)

    def _signs(self, sentence, alone) -> Iterator[Use]:
        """Those of a sentence's single mentions that bear a second sign."""
        if lexicon.speaks_ahead(sentence):
            yield from self._looking_ahead(sentence, alone)
            return
        again = {u: s for u in alone if (s := self._silence(u, beats=True)) is not None}
        far = [use for use, silence in again.items() if silence >= ENDLESS]
        shared = together(self.words, self._marked(far), alone[0].horizon)
        for use, silence in again.items():
            if use in shared or self._is_odd_alone(use, silence):
                yield use

    def _looking_ahead(self, sentence, alone) -> list[Use]:
        """What a sentence says with a phrase that speaks of what is still to come."""
        if not lexicon.speaks_ahead(sentence):
            return []
        return [
            use
            for use in alone
            if use.kind in ("name", "strong")
            or (self._silence(use) >= VERY_LONG and self._weighs(use, TELLS))
        ]

    def _is_odd_alone(self, use, silence) -> bool:
        if use.kind == "strong":
            return silence >= ENDLESS
        if not self._is_a_strange_name(use):
            return False
        return silence >= (LONG if self._is_introduced_after(use) else ENDLESS)

    def _is_introduced_after(self, use):
        """Whether the next row that has a name presents it."""
        later = list(islice(self.words.later(use.key, use.horizon), AFTER))
        return any(
            self._introduces(other)
            for other in later
            if other.text.row is later[0].text.row
        )

    def _marked(self, uses):
        """Those that belong to what follows; not a name that is being introduced."""
        return [
            u
            for u in uses
            if self._is_a_strange_name(u)
            or (u.kind != "name" and self._weighs(u, TELLS))
        ]

    def _is_a_strange_name(self, use):
        return use.kind == "name" and not self._introduces(use)

    def _introduces(self, use):
        return lexicon.introduces(use.sentence, use.token.word)
