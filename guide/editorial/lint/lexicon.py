"""Words that tell what becomes of somebody, whatever the film; a list of our own.

By language. A family counts as one word: who has read of a death knows of the dying.
`STRONG` tells alone; `WEAK` only beside a name. `AHEAD` are turns of phrase with which
a text speaks of what is still to come, `FINAL` those that speak of the film's end: a
guide tells in the present tense what the film has shown, so that either is a sign.
"""

import re
from functools import cache

from guide.editorial.lint.words import language, stem

STRONG = {
    "en": {
        # Who lives and who does not is the first thing nobody wants to be told.
        "death": "die dies died dying death deaths dead deadly deceased perish drown "
        "kill kills killed killing slay slain suicide drowned strangle poisoned",
        "killer": "killer murderer murder murderess culprit assassin assassinate "
        "poisoner",
        "survival": "survive survivor survival resurrect resurrection revive",
        "sacrifice": "sacrifice martyr",
        # Whose side somebody is on.
        "betrayal": "betray betrayal traitor treason informer informant turncoat "
        "mole saboteur accomplice",
        # Who somebody is.
        "double": "twin twins impostor imposter doppelganger clone lookalike",
        "machine": "android robot replicant cyborg",
        "ghost": "ghost phantom haunting apparition",
        # Whether any of it happened.
        "dream": "dream dreams dreamt dreamed dreaming hallucination hallucinate "
        "imaginary delusion illusion simulation coma afterlife purgatory",
        # That there is something to find out.
        "twist": "twist reveal reveals revelation unmask unmasked",
        "confession": "confess confession",
        "hoax": "hoax forgery forged faked sham",
        "madness": "insane insanity amnesia amnesiac asylum schizophrenic",
        "child": "pregnant pregnancy adopted illegitimate paternity",
    }
}
WEAK = {
    "en": {
        "waking": "wake wakes woke waking awake",
        "life": "alive living lives",
        "escape": "escape escapes flee fled",
        "secret": "secret secretly hidden",
        "kin": "father mother son daughter brother sister parent uncle aunt cousin "
        "husband wife widow",
        "wedding": "marry marries married wedding bride",
        "arrest": "arrest arrested prison jail convicted guilty hanged executed",
        "lie": "lied liar lying deceive deceived",
        "theft": "steal stole stolen thief",
        "fire": "fire burn burns burned burnt arson",
        "leaving": "leave leaves vanish vanishes disappear disappears abandon",
        "winning": "win wins won lose loses lost defeat",
        "shot": "shoot shoots shot stab stabbed",
        "fall": "fall falls fell jump jumps",
        "forging": "fake replica copy counterfeit invent invented",
        "return": "return returns returned",
        "love": "love loves kiss kisses",
    }
}
AHEAD = {
    "en": r"(?:who|which|that) will|will(?! not\b)|[’']ll|ends? up|"
    r"(?<=[a-z] )later|eventually|ultimately|in the end|long (?:ago|since|dead)|"
    r"not [^.;:]*\byet|"
    r"one day|in truth|all along|turns? out|secretly|really is|is really|"
    r"is actually|actually is|years? later|by then|before (?:it|the film) is over|"
    r"about to|going to|destined|fated|soon|no idea|unaware|"
    r"(?:do|does|did) not (?:yet )?(?:know|say|suspect|guess)",
}
FINAL = {
    "en": r"(?:last|final|closing) (?:scene|shot|act|minutes|image|frame|reel|twist|"
    r"sequence|reveal)s?|"
    r"the ending|in the end|the finale|epilogue|the climax|"
    r"plot twist|big twist|the twist|behind it all|"
    r"(?:at|by|before|until|till|near|towards?) the (?:very )?end|"
    r"end of the (?:film|movie|story)|before the credits|turns out|"
    r"(?:is|are|will be|be) (?:later |finally |eventually )?revealed|"
    r"later (?:learns?|reveals?|turns?|discovers?|finds?|becomes?|dies|kills)|"
    r"as we (?:later|will) |(?:we|she|he|they) will (?:later|learn|discover|find)",
}
EMPTY = {
    # Words of grammar that films speak less often than guides write them, words of the
    # trade, and of the calendar.
    "en": "whether herself himself itself themselves myself ourselves yourself whose "
    "which whom nor neither none although though unless within upon toward towards "
    "among "
    "beneath beside besides beyond along across whatever whoever whichever wherever "
    "whenever nobody everybody anybody somebody nothing everything anything something "
    "someone anyone everyone "
    "perhaps merely rather quite almost several further instead "
    "film films scene scenes shot shots screen viewer viewers audience camera guide "
    "reader readers title credits director script version cut ending story plot "
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty "
    "seventy eighty ninety hundred thousand dozen first second third fourth fifth "
    "once twice thrice "
    "monday tuesday wednesday thursday friday saturday sunday january february march "
    "april may june july august september october november december christmas easter "
    "god lord mr mrs ms miss dr sir madam lady english french german american",
}


@cache
def families() -> tuple[dict[str, str], dict[str, str]]:
    """{stem: family} of the strong words and of the weak ones."""
    return tuple(
        {
            stem(word): family
            for family, words in kinds.get(language(), {}).items()
            for word in words.split()
        }
        for kinds in (STRONG, WEAK)
    )


@cache
def empty() -> frozenset[str]:
    """Stems of words that tell nothing, however rare or capital."""
    return frozenset(map(stem, EMPTY.get(language(), "").split()))


@cache
def _pattern(final):
    phrases = (FINAL if final else AHEAD).get(language())
    return (
        re.compile(rf"(?<!\w)(?:{phrases})(?!\w)", re.IGNORECASE) if phrases else None
    )


def speaks_ahead(sentence: str) -> str:
    """The phrase with which a sentence speaks of what is still to come, or nothing."""
    return _said(sentence, False) or _said(sentence, True)


def speaks_of_the_end(sentence: str) -> str:
    """The phrase with which a sentence speaks of the film’s end, or nothing."""
    return _said(sentence, True)


def _said(sentence, final):
    pattern = _pattern(final)
    found = pattern and pattern.search(sentence)
    return found[0] if found else ""


def states(sentence: str, word: str) -> bool:
    """Whether a sentence calls somebody or something a word: `is her brother`."""
    between = r"(?: [\w’'-]+){0,3}"
    return bool(
        re.search(rf"\b(?:is|are|was|were){between} {re.escape(word)}\b", sentence)
    )


def describes(sentence: str, word: str) -> bool:
    """Whether a sentence says with a word who a name is: `a surgeon, Dr Voss`."""
    word = re.escape(word)
    before = (
        rf"\b(?:an?|the|his|her|their)(?: [\w’'-]+)? {word}(?:,| called| named) [A-Z]"
    )
    after = rf"\b[A-Z]\w+, (?:an?|the|his|her|their)(?: [\w’'-]+)? {word}\b"
    return any(re.search(p, sentence) for p in (before, after))


def introduces(sentence: str, name: str) -> bool:
    """Whether a sentence presents a name: `his brother Tom`, `Tom, who keeps …`."""
    name = re.escape(name)
    full = rf"(?:[A-Z]\w+ )?{name}(?:[’']s)?(?: [A-Z]\w+)?"
    after = (
        rf"{full}(?:,? (?:who|whose|which)|, (?:where|an?|the|his|her|their)"
        r"| with an?)\b"
    )
    before = (
        r"(?<!\b[AaIiOo][tn] )\b"  # not: at the dinner Philippa
        r"(?:(?:an?|the|his|her|their|its|one|another)(?: [\w’'-]+){1,2}"
        rf"|[Cc]alled|[Nn]amed|name is|name as|[Oo]ld|[Yy]oung) {full}"
    )
    ranked = rf"[^.!?“\s] [A-Z]\w+ {name}"
    return any(re.search(p, sentence) for p in (after, before, ranked))
