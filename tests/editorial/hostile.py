"""Texts that are hard to read: one thing over and over, or all things at once.

Every one is as long as it is asked to be. `tests/bench` reads them at full length and
takes the time; the suite counts the steps.
"""

import random
from collections.abc import Callable

NAME, TELLING = "Keiji", "killer"
LATIN = "abcdefghijklmnopqrstuvwxyz"
REPEATED = {
    "one name": "Keiji ",
    "one name, a full stop each": "Keiji. ",
    "one name, a line each": "Keiji\n",
    "two names": "Keiji Rita ",
    "a name of another film": "Zanzibar ",
    "a name and what becomes of it": "Keiji dies ",
    "the same, a full stop each": "Keiji dies. ",
    "telling words": "Rita killer brother secretly dies ",
    "somebody": "she dies ",
    "somebody, a full stop each": "She dies. ",
    "one letter": "a",
    "one letter a line": "a\n",
    "digits": "1234567890",
    "numbers": "1 2 3 ",
    "punctuation": "!?.,;:-",
    "full stops": ".",
    "apostrophes": "’",
    "possessives": "x’s ",
    "letters and apostrophes": "a’",
    "quotes": "“‘\"'",
    "stops and quotes": '."',
    "stops and brackets": ".]) ",
    "links": "](",
    "open links": "[a](b",
    "brackets": "[",
    "stars": "*",
    "lines": "\n",
    "ends of lines": "\r\n",
    "spaces": " ",
    "Chinese": "映画の結末彼女は死ぬ",
    "zero width": "\u200b",
    "names with zero width": "Kei\u200bji ",
    "accents": "a\u0301",
    "letters of mathematics": "𝒜𝒷 ",
    "emoji": "🎬👩‍👩‍👧 ",
    "Arabic": "كيجي يموت ",
    "Turkish": "İIıi ",
    "ligatures": "ﬃ ",
    "capitals": "Ab Ab Ab ",
    "what is a name": "Keiji, a ",
    "who is a surgeon": "a surgeon surgeon, Keiji ",
    "what is not yet": "not ",
    "what nobody knows": "nobody knows what a b c ",
    "what will never be": "will never ",
    "what is": "is brother ",
    "what was": "was x’x ",
    "who is called so": "called Keiji ",
    "tables": "|a|b|\n",
    "markup": "<b>&amp;",
}
SAID = (
    "the harbour keeper dies and Rita kills her brother who is secretly alive , . ? a "
    "will later return to mother is not Keiji killer ’s “ ” turns out Zanzibar"
)


def _mixed(chance):
    def letters(number, of=LATIN):
        return "".join(chance.choice(of) for _ in range(number))

    return {
        "names": lambda: f"{letters(6).title()} ",
        "short names": lambda: f"{letters(2).title()} ",
        "brothers": lambda: f"The {letters(6).title()} is her brother. ",
        "words": lambda: f"{letters(7)} ",
        "short words": lambda: f"{letters(3)} ",
        "words of one beginning": lambda: f"harbou{letters(4)} ",
        "things said of a name": lambda: f"Keiji is the {letters(8)}. ",
        "words of a guide": lambda: f"{chance.choice(SAID.split())} ",
        "anything": lambda: letters(9, "aAbB .,'’\"“”()[]*_\n-1é映\u200b"),
    }


def texts(length: int) -> dict[str, str]:
    """{what it is: a text of that many letters}; the same each time."""
    found = {name: piece * (length // len(piece)) for name, piece in REPEATED.items()}
    found["one word"] = "A" + "b" * (length - 1)
    found["nested quotes"] = "“" * (length // 2) + "K" + "”" * (length // 2 - 1)
    for name, piece in _mixed(random.Random(7)).items():
        found[name] = _filled(piece, length)
    return {name: text.ljust(length, " ")[:length] for name, text in found.items()}


def _filled(piece: Callable[[], str], length):
    parts, size = [], 0
    while size < length:
        parts.append(piece())
        size += len(parts[-1])
    return "".join(parts)
