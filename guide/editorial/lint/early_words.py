"""Words that stand in a text before the film has told them.

What is no beat and no ending (a premise, an address, a question, a note) may use no
name and no telling word before its home, nor any other word that clearly belongs to
what comes later. Beats are judged by `homes`.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property
from itertools import islice, takewhile

from guide.editorial.lint import lexicon
from guide.editorial.lint.findings import Finding, about, key_of, place
from guide.editorial.lint.first_uses import ADDS, SILENCE, TELLS, Homes
from guide.editorial.lint.late_relations import Bonds
from guide.editorial.lint.paraphrases import Echoes
from guide.editorial.lint.texts import Guide, Text
from guide.editorial.lint.vocabulary import (
    AFTER,
    MOST,
    SELDOM,
    UNCOMMON,
    Use,
    Vocabulary,
    hangs_on,
    merged,
    together,
)
from guide.editorial.lint.words import per_million
from guide.films.models import Film
from guide.passages.models import Passage

# Shares of the runtime.
OPENING = 0.2  # a premise may tell what happens until then
FAR = 0.2  # until two words of a premise stand together
VERY_FAR = 0.4  # until a word of a premise is told
HALF = 0.5  # a name used until then as if it were known, the premise may have
CLOSING = 0.85  # from here on a text may speak of the end


class Ahead:
    """One reading of a guide for words that run ahead of the film."""

    def __init__(self, guide: Guide):
        self.guide = guide
        self.runtime = guide.film.runtime
        self.words = Vocabulary(guide)
        homes = Homes(self.words)
        self.home, self.beats_ahead = homes.home, homes.ahead

    def findings(self, row: Film | Passage | None = None) -> Iterator[Finding]:
        """All of them, or those in one row, in no order."""
        for use in self.beats_ahead:
            if use.key not in self.public and row in (None, use.text.row):
                later = next(self.words.later(use.key, use.horizon))
                yield _finding([use], later)
        for echo in Echoes(self.words).found(row):
            word = " … ".join(token.word for token in echo.tokens)
            says = f"“{word}” is not revealed before {place(echo.later.row)}."
            yield about(echo.text, word, says, _advice(echo.text), echo.sentence.text)
        if row in (None, self.guide.film):
            yield from self._address()
        for text in self.guide.texts_of(row):
            yield from self._of_the_end(text)
            limit = self.opening if text.is_public else text.horizon
            told = set()
            if not text.tells_the_film:
                for sentence in text.sentences:
                    for uses, home in self._early(text, sentence, limit):
                        told |= {(id(sentence), use.key) for use in uses}
                        yield _finding(uses, home)
            if not text.tells_the_film or text.name == "title":
                yield from self._early_pairs(text, limit, told)
            yield from self._early_bonds(text, told)

    @cached_property
    def bonds(self) -> Bonds:
        """What the guide says of whom; not needed of other films."""
        return Bonds(self.words)

    @property
    def opening(self) -> float:
        """The minute until which a premise may tell."""
        return OPENING * self.runtime

    @cached_property
    def public(self) -> set[str]:
        """The words of the premise: what tells too early there is found there."""
        return {
            use.key
            for text in self.guide.texts
            if text.name == "premise"
            for use in self.words.uses(text)
        }

    def _later(self, use, limit) -> Use | None:
        """Where a word is at home, if that is later than the limit."""
        home = self.home.get(use.key)
        if home is None and use.key == "~killer":
            home = self.home.get("~death")
        return home if home and home.horizon > limit else None

    def _early(self, text, sentence, limit) -> Iterator[tuple[list[Use], Use]]:
        """The words of a sentence that come before their home, and that home."""
        known = set() if text.is_public else self.public
        uses = [u for u in self.words.of(text, sentence) if u.key not in known]
        late = {use: home for use in uses if (home := self._later(use, limit))}
        for use in uses:
            if other := self._only_outside(use, limit):
                late[use] = other
        for group in merged(self._sure(text, late, limit)):
            yield group, late[group[0]]

    def _sure(self, text, late, limit) -> list[Use]:
        if text.is_public and text.name == "title":
            return [u for u in late if u.kind == "name"]  # posters say much else
        secrets = {use.token.stem for use in late}
        sure = [
            use
            for use in late
            if use.kind == "strong"
            or (
                use.kind == "name"
                and self._is_a_secret(use, secrets)
                and not self._is_taken_as_known(use, late[use])
            )
        ]
        if text.name == "provenance":  # it tells of the guide: names alone tell more
            return sure
        soon = limit + SILENCE * self.runtime
        weights = {
            use: weight
            for use, home in late.items()
            if use.kind == "rare"
            or (use.kind in ("uncommon", "weak") and home.horizon >= soon)
            if not self.words.kindred(use, limit)
            if not self._is_in_use(use, limit)
            if not text.is_public or not lexicon.describes(use.sentence, use.token.word)
            if (weight := self.words.weight(use, limit)) >= ADDS
        }
        least = MOST if text.name == "genres" else TELLS
        heavy = [
            use
            for use, weight in weights.items()
            if weight >= least and self._tells_alone(use, late[use], limit)
        ]
        if text.name == "premise":  # which has words of its own for what beats tell
            far = [u for u in weights if late[u].horizon - limit >= FAR * self.runtime]
            close = together(self.words, far, limit)
            close = close if any(use.is_seldom for use in close) else []
            return sure + [u for u in weights if u in close or u in heavy]
        return sure + (list(weights) if len(weights) > 1 else heavy)

    def _is_in_use(self, use, limit) -> bool:
        """Whether another row has said the word by then, as a question does."""
        row = use.text.row
        texts = self.words.anywhere(use.key)
        return any(
            not hangs_on(other.row, row) and not hangs_on(row, other.row)
            for other in takewhile(lambda other: other.horizon <= limit, texts)
        )

    def _tells_alone(self, use, home, limit) -> bool:
        """Whether a word that weighs enough tells something without another."""
        often = per_million(use.token.word)
        silence = (min(home.horizon, self.runtime) - limit) / self.runtime
        later = islice(self.words.later(use.key, limit), AFTER)
        rows = {id(other.text.row) for other in later}
        if use.text.name == "premise":
            known = often < SELDOM and len(rows) > 1
            return silence >= VERY_FAR and (known or use.kind == "rare")
        if use.text.name == "strand":
            return use.kind == "rare"
        if use.kind == "weak":
            return often < UNCOMMON
        if use.kind == "uncommon" and len(rows) == 1:
            return often < SELDOM and silence >= HALF
        return True

    def _is_a_secret(self, use, secrets) -> bool:
        """Whether a name is not part of a longer one that everybody knows."""
        if not use.text.is_public:
            return True
        tokens, at = use.sentence.tokens, use.token.place
        beside = [*tokens[max(0, at - 1) : at], *tokens[at + 1 : at + 2]]
        return all(
            token.stem in secrets or token.stem not in self.words.names
            for token in beside
            if token.capital
        )

    def _is_taken_as_known(self, use, home) -> bool:
        """Whether the film uses a name that the premise has without presenting it."""
        if use.text.name != "premise":
            return False
        if lexicon.apposes(use.sentence, use.token.word) or self._is_a_place(use):
            return True
        if home.horizon > HALF * self.runtime:
            return False
        row = home.text.row
        return not any(
            lexicon.introduces(other.sentence, other.token.word)
            for other in self.words.told[use.key]
            if other.text.row is row
        )

    def _is_a_place(self, use) -> bool:
        """Whether early passages are gathered under a name: the town they play in."""
        return self._early_strands[use.key] > 1

    @cached_property
    def _early_strands(self):
        """Counter of the words of early strands."""
        strands = [text for text in self.guide.texts if text.name == "strand"]
        early = [text for text in strands if text.horizon <= HALF * self.runtime]
        return Counter(stem for text in early for stem in text.stems)

    def _only_outside(self, use, limit) -> Use | None:
        """A later use of a name that neither beats nor endings have."""
        if use.kind != "name" or use.key in self.home:
            return None
        asked = use.key, key_of(use.text.row), limit
        if asked not in self._outside:
            self._outside[asked] = self._first_outside(use, limit)
        return self._outside[asked]

    def _first_outside(self, use, limit):
        others = [
            other
            for other in self._names_outside[use.key]
            if not hangs_on(other.text.row, use.text.row)
        ]
        if any(other.horizon <= limit for other in others):
            return None
        return next(iter(others), None)

    @cached_property
    def _outside(self):
        return {}

    @cached_property
    def _names_outside(self):
        found = defaultdict(list)
        for text in self.guide.texts:
            if not (text.tells_the_film or text.is_public or text.name == "source"):
                for use in self.words.uses(text):
                    uses = found[use.key]
                    if use.kind == "name" and not (uses and uses[-1].text is text):
                        uses.append(use)
        return found

    def _address(self) -> Iterator[Finding]:
        """What the address says that no title does: it is made of title and year."""
        titled = self.words.titles.union(
            *(t.stems for t in self.guide.texts if t.is_public and t.name == "title")
        )
        for text in self.guide.texts:
            if text.name == "slug":
                tokens = text.sentences[0].tokens
                extra = [t.word for t in tokens if t.stem not in titled]
                if extra:
                    word = " ".join(extra)
                    says = f"The address says “{word}”, which is in none of the titles."
                    yield about(
                        text, word, says, "Make it from the title and the year."
                    )

    def _early_pairs(self, text, limit, told) -> Iterator[Finding]:
        """A name and a telling word that the record brings together only later."""
        found = {}
        for pair, use in self.words.pairs_of(text):
            home = self.words.paired(pair, text)
            at = id(use.sentence), use.key
            family = text.is_public and use.key == "~kin"  # a premise says who is whose
            early = home and home.horizon > limit and at not in told and not family
            kin = use.key == "~kin"  # who knows of a mother knows of no brother
            if early and (kin or not self.bonds.is_known(*pair, text, limit)):
                told.add(at)
                found.setdefault(at, (use, home, pair[0]))
        for use, home, name in found.values():
            yield _together(use, self.words.spelt[name], home.text)

    def _early_bonds(self, text, told) -> Iterator[Finding]:
        """A known word that the record says of a known name only later."""
        found = {}
        for use, name, later in self.bonds.found(text):
            if (id(use.sentence), use.key) not in told:
                found.setdefault((id(use.sentence), use.key), (use, name, later))
        for use, name, later in found.values():
            yield _together(use, self.words.spelt[name], later)

    def _of_the_end(self, text) -> Iterator[Finding]:
        """Turns of phrase that speak of the end, where the end is far."""
        if text.horizon > CLOSING * self.runtime or text.name == "source":
            return
        for sentence in text.sentences:
            phrase = lexicon.speaks_of_the_end(sentence)
            if not phrase and not text.tells_the_film:
                phrase = lexicon.keeps_back(sentence)
            if phrase:
                says = f"“{phrase}” refers to what the film has not shown yet."
                yield about(text, phrase, says, _advice(text), sentence.text)


def _together(use: Use, called: str, later: Text) -> Finding:
    """Of a name, or what stands for it, and a word that the record says of it later."""
    text = use.text
    says = f"“{called}” and “{use.token.word}” first appear together in "
    says = f"{says}{place(later.row)}."
    word = f"{called} … {use.token.word}"
    return about(text, word, says, _advice(text), use.sentence.text)


def _finding(uses: list[Use], home: Use) -> Finding:
    text = uses[0].text
    word = " ".join(use.token.word for use in uses)
    says = f"“{word}” is not revealed before {place(home.text.row)}."
    return about(text, word, says, _advice(text), uses[0].sentence.text)


def _advice(text: Text) -> str:
    if text.is_public:
        return "Everybody reads this: leave it out."
    if text.is_a_beat and text.tells_the_film:
        return "Leave it to the later beat, or let it stand if this one shows it."
    return "Leave it out, or raise the minute of this row."
