"""Words that tell what becomes of somebody, whatever the film; a list of our own.

By language. A family counts as one word: who has read of a death knows of the dying.
`STRONG` tells alone, `WEAK` where the film says it again and again.
`AHEAD` are turns of phrase with which a text speaks of what is still to come, `FINAL`
those that speak of the film's end: a guide tells in the present tense what the film has
shown, so that either is a sign.
`UNTOLD` are those that keep something from somebody in the film and tell the reader: a
beat may, which shows it; nothing else has shown anything.
"""

import re
from functools import cache

from guide.editorial.lint.words import Sentence, language, stem

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
        "saboteur accomplice",
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
    r"will (?:not|never) (?:[\w’'-]+ ){1,4}(?:again|often|long|any ?more)|"
    r"never again|(?:is|are) never going to|it will (?:emerge|transpire)|"
    r"for the last time|will (?:not|never) (?:be there|live to|come back|survive)|"
    r"end of the (?:film|movie|story)|before the credits|"
    r"(?:is|are|will be|be) (?:later |finally |eventually )?revealed|"
    r"later (?:learns?|reveals?|turns?|discovers?|finds?|becomes?|dies|kills)|"
    r"as we (?:later|will) |(?:we|she|he|they) will (?:later|learn|discover|find)",
}
UNTOLD = {
    "en": r"turns out|"
    r"(?:nobody|no one|neither|none of \w+|not one of \w+) (?:yet )?(?:has (?:yet )?"
    r"(?:been )?(?:told|heard)|knows|suspects|guesses)(?: [\w’'-]+)? "
    r"(?:is )?(?:that|of)|"
    r"what (?:[\w’'-]+ ){1,3}?(?:does|do) not (?:yet )?(?:know|suspect|guess)",
}
EMPTY = {
    # Words of grammar that films speak less often than guides write them, words of the
    # trade, and of the calendar.
    "en": "whether herself himself itself themselves myself ourselves yourself whose "
    "which whom nor neither none although though unless within upon toward towards "
    "among beneath beside besides beyond along across whatever whoever whichever "
    "wherever whenever nobody everybody anybody somebody nothing everything anything "
    "something someone anyone everyone "
    "perhaps merely rather quite almost several further instead "
    "film films scene scenes shot shots screen viewer viewers audience camera guide "
    "reader readers title credits director actor actress animation animator "
    "director script version cut ending story plot dvd disc faq imdb "
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty "
    "seventy eighty ninety hundred thousand dozen first second third fourth fifth "
    "once twice thrice "
    "monday tuesday wednesday thursday friday saturday sunday january february march "
    "april may june july august september october november december christmas easter "
    "god lord mr mrs ms miss dr sir madam lady english french german american",
}


_PHRASES = {"ahead": AHEAD, "final": FINAL, "untold": UNTOLD}


@cache
def families() -> tuple[dict[str, str], ...]:
    """{stem: family} of the strong words, and of the weak ones."""
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
def _pattern(kind):
    phrases = _PHRASES[kind].get(language())
    return (
        re.compile(rf"(?<!\w)(?:{phrases})(?!\w)", re.IGNORECASE) if phrases else None
    )


NEAR = 100  # letters before a word, where what is said with it stands
_SOMEBODYS = r"(?:an?|the|his|her|their)"
_APPOSED = re.compile(rf"(?: [A-Z]\w+){{,9}}, (?:{_SOMEBODYS}|\w+ (?:of|to|in|at)) \w")
_PRESENTED = re.compile(
    r"(?:[’']s)?(?: [A-Z]\w+)?"
    r"(?:,? (?:who|whose|which)|, (?:where|an?|the|his|her|their)| with an?)\b"
)
_PRESENTING = re.compile(
    r"(?:(?<!\b[AaIiOo][tn] )\b"  # not: at the dinner Philippa
    r"(?:(?:[Aa]n?|[Tt]he|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|[Oo]ne|[Aa]nother)"
    r"(?: [\w’'-]+){1,2}"
    r"|[Cc]alled|[Nn]amed|says|name is|name as|[Oo]ld|[Yy]oung) (?:[A-Z]\w+ )?"
    r"|[^.!?“\s] [A-Z]\w+ )$"
)


def speaks_ahead(sentence: Sentence) -> str:
    """The phrase with which a sentence speaks of what is still to come, or nothing."""
    return _said(sentence, "ahead") or _said(sentence, "final")


def speaks_of_the_end(sentence: Sentence) -> str:
    """The phrase with which a sentence speaks of the film’s end, or nothing."""
    return _said(sentence, "final")


def keeps_back(sentence: Sentence) -> str:
    """The phrase with which a sentence tells what nobody in it knows, or nothing."""
    return _said(sentence, "untold")


def _said(sentence, kind):
    if kind not in sentence.asked:
        pattern = _pattern(kind)
        found = pattern and pattern.search(sentence.text)
        sentence.asked[kind] = found[0] if found else ""
    return sentence.asked[kind]


def apposes(sentence: Sentence, name: str) -> bool:
    """Whether a sentence says in passing what a name is: `Tom, a clerk at the mill`."""
    return _stands(sentence, name, _apposes)


def introduces(sentence: Sentence, name: str) -> bool:
    """Whether a sentence presents a name: `his brother Tom`, `Tom, who keeps …`."""
    return _stands(sentence, name, _introduces)


def _stands(sentence, word, how) -> bool:
    """Whether a word stands so in a sentence that `how` says yes, wherever it does.

    `how` looks at what is right before and after it, and never at the whole sentence
    with a pattern made for the word: that costs as much as the sentence is long for
    each of its words.
    """
    if (how, word) not in sentence.asked:
        text = sentence.text
        sentence.asked[how, word] = any(
            how(text[max(0, token.at - NEAR) : token.at], text, token.at + len(word))
            for token in sentence.tokens
            if token.word == word
        )
    return sentence.asked[how, word]


def _apposes(before, text, end):
    return _APPOSED.match(text, end)


def _introduces(before, text, end):
    return _PRESENTED.match(text, end) or _PRESENTING.search(before)
