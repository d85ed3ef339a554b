"""Where the words of a guide are at home, and the beats that run ahead of it.

A word is at home in the first text of the record that has it and does not run ahead
itself. Every beat brings new words, and a spoiler in a beat is one of them. It is told
from the others by a single mention with a long silence after it, and by one more sign:
it stands in a title, in a turn of phrase that looks ahead, or is a name that nobody
introduces.
"""

from collections.abc import Iterator
from itertools import takewhile

from guide.editorial.lint import lexicon
from guide.editorial.lint.texts import Text
from guide.editorial.lint.vocabulary import Use, Vocabulary

# Shares of the runtime.
SILENCE = 0.08  # after a single mention: odd
LONG = 0.1  # odd for a name that is introduced only then
VERY_LONG = 0.2  # odd beside a phrase that looks ahead, or in a title
ENDLESS = 0.4  # odd for any name


class FirstUses:
    """The uses at which words are at home, by key, and those that run ahead."""

    def __init__(self, words: Vocabulary):
        self.words = words
        self.home: dict[str, Use] = {}
        self.ahead: list[tuple[Use, Text]] = []  # with the text that they belong to
        texts = words.guide.texts
        self._strands = {id(t.row): t.stems for t in texts if t.name == "strand"}
        beats: dict[int, list[Text]] = {}
        for text in words.record:
            if text.is_a_beat:
                beats.setdefault(id(text.row), []).append(text)
        for texts in beats.values():
            self._settle(texts)
        for text in words.record:
            if not text.is_a_beat:
                for use in words.uses(text):
                    self.home.setdefault(use.key, use)

    def _settle(self, texts):
        found = [each for text in texts for each in self._running_ahead(text)]
        self.ahead += found
        ahead = {use.key for use, _ in found}
        for text in texts:
            for use in self.words.uses(text):
                if use.key not in ahead:
                    self.home.setdefault(use.key, use)

    def _running_ahead(self, text) -> Iterator[tuple[Use, Text]]:
        for sentence in text.sentences:
            looks_ahead = lexicon.speaks_ahead(sentence)
            for use in self.words.of(text, sentence):
                later = self._later(use)
                if later and self._is_odd(use, later, looks_ahead):
                    yield use, later.text
                elif text.name == "title" and (other := self._said_later(use)):
                    yield use, other

    def _later(self, use) -> Use | None:
        """The next use of a word with a single mention and some silence after it."""
        words, key = self.words, use.key
        if key in self.home or key in words.premise:
            return None
        if use.token.stem in self._strands.get(id(use.text.row), ()):
            return None
        later = next(words.later(key, use.horizon), None)
        if later is None or self._silence(use, later.text) < SILENCE:
            return None
        by_then = takewhile(lambda o: o.horizon <= use.horizon + 2, words.told[key])
        if any(other.sentence is not use.sentence for other in by_then):
            return None
        return None if words.kindred(use, use.horizon) else later

    def _silence(self, use, later: Text) -> float:
        """The share of the runtime between two texts."""
        runtime = self.words.runtime
        return (min(later.horizon, runtime) - use.horizon) / runtime

    def _is_odd(self, use, later, looks_ahead) -> bool:
        if use.kind in ("name", "strong") and (looks_ahead or use.text.name == "title"):
            return True
        silence = self._silence(use, later.text)
        if use.kind != "name":
            far = looks_ahead and silence >= VERY_LONG
            return bool(far) and self.words.is_of_what_follows(use, use.horizon)
        later = next(self._in_beats(use), None)
        if later is None or _introduces(use):
            return False
        silence = self._silence(use, later.text)
        return silence >= (LONG if self._is_introduced_after(use, later) else ENDLESS)

    def _is_introduced_after(self, use, later):
        """Whether the next row that has a name presents it."""
        others = (o for o in self._in_beats(use) if o.text.row is later.text.row)
        return any(map(_introduces, others))

    def _in_beats(self, use) -> Iterator[Use]:
        others = self.words.later(use.key, use.horizon)
        return (other for other in others if other.text.is_a_beat)

    def _said_later(self, use) -> Text | None:
        """The later text, a reading’s too, that has a strong word, if none has yet."""
        if use.kind != "strong":
            return None
        for text in self.words.said[use.key]:
            if text.row is not use.text.row and text.horizon <= use.horizon + 2:
                return None
            if text.horizon > use.horizon:
                return text if self._silence(use, text) >= VERY_LONG else None
        return None


def _introduces(use):
    return lexicon.introduces(use.sentence, use.token.word)
