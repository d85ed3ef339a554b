"""How titles, texts and what people type are made comparable: pure functions.

Folded once, when a row is saved, and kept; a query is folded when it is asked. What
comes out is letters and digits alone, since each database has its own idea of what
else a word may hold.
"""

import re
import unicodedata
from itertools import pairwise

LONGEST_WORD = 40  # letters; what is longer is no word

# Letters that Unicode does not take apart, as people type them.
_PLAIN = str.maketrans(
    {
        "ø": "o", "ð": "d", "đ": "d", "ł": "l", "ħ": "h", "ŧ": "t", "ı": "i", "ŋ": "n",
        "æ": "ae", "œ": "oe", "þ": "th", "\N{FRACTION SLASH}": " ",
    }
)  # fmt: skip
_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa"})
_SMALL = "½¼¾⅐-⅞⁰¹²³⁴-⁹₀-₉"  # figures that are set on a word without a space
_ON_A_WORD = re.compile(rf"(?<=\w)(?<![{_SMALL}])(?=[{_SMALL}])")
_AND = re.compile(r"&|(?<=\s)\+(?=\s)")
_SPOKEN = {"♥": "heart love", "❤": "heart love", "π": "pi", "½": "half", "%": "percent"}
# Marks and letters by their kind that nobody sees: a word is the same without them.
# What has a kind of its own for that, as the zero width space, is none of these.
_UNSEEN = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u2800\u3164\ufe00-\ufe0f"
    "\uffa0\ufff0-\ufff8\U000e0000-\U000e0fff]"
)
# Scripts that set no space between words, and Korean, where a word may end in another:
# found by any letters in a row.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
    "\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff]+"
)


def fold(text: str) -> str:
    """Lower case, without diacritics and compatibility forms: “Amélie” becomes
    “amelie”, “8½” becomes “8 1 2”, “Død snø” becomes “dod sno”."""
    if text.isascii():  # nearly always so, and nothing else is left to do
        return text.lower()
    apart = unicodedata.normalize("NFKD", _ON_A_WORD.sub(" ", text.casefold()))
    bare = "".join(
        str(unicodedata.decimal(c, c)) for c in apart if not unicodedata.combining(c)
    )
    return unicodedata.normalize("NFC", bare.translate(_PLAIN))


def letters(text: str) -> list[str]:
    """The folded letters and digits of a text between everything else, which letters
    that nobody sees are not."""
    kept = ((c, unicodedata.category(c)) for c in fold(_UNSEEN.sub("", text)))
    spaced = "".join(
        c if kind[0] in "LNM" else "" if kind == "Cf" else " " for c, kind in kept
    )
    return spaced.split()


def words(text: str) -> list[str]:
    """The words of a text or a query, in order; a word for each sign of a text that
    has neither letter nor digit."""
    whole = letters(_AND.sub(" and ", text))
    found = [part for word in whole for part in _parts(word)]
    return [word[:LONGEST_WORD] for word in found] or _signs(text, "PS")


def spellings(title: str) -> list[str]:
    """The words of a title and others that people type for it: “WALL·E” is found by
    walle, “Alien³” by alien3, “Müller” by mueller, “$9.99” by its sign too."""
    found = words(title) + _signs(title, "S")
    found += ["".join(letters(part)) for part in (*title.split(), title)]
    small = unicodedata.normalize("NFC", title).casefold()
    if (german := small.translate(_GERMAN)) != small:
        found += words(german)
    spoken = [said for sign, said in _SPOKEN.items() if sign in small]
    found += " ".join(["und"] * bool(_AND.search(title)) + spoken).split()
    return [word[:LONGEST_WORD] for word in dict.fromkeys(found) if word]


def _signs(text, kinds):
    """A word of letters and digits for each sign; none that anybody types."""
    same = unicodedata.normalize("NFKC", text)
    return [f"qz{ord(c):05x}" for c in same if unicodedata.category(c)[0] in kinds]


def _parts(word):
    """The word; of an unspaced script each two neighbours, and the last letter."""
    at = 0
    for run in _UNSPACED.finditer(word):
        if at < run.start():
            yield word[at : run.start()]
        yield from map("".join, pairwise(run[0]))
        yield run[0][-1]
        at = run.end()
    if at < len(word):
        yield word[at:]
