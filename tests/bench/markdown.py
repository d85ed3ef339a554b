"""What the one renderer needs for the worst texts we know of, each of full length.

    python -m tests.bench.markdown

prints them as JSON, in milliseconds of CPU. Each shape is what somebody would try who
wants a page to hang: openers without an end, nests, runs, and a great many of one kind.
"""

import json
import os
import sys
import time
from itertools import count
from statistics import median

LONGEST = 20_000
TURNS = 3
REPEATED = {
    "open brackets": "[",
    "open brackets with a letter": "[a",
    "open images": "![",
    "images in images": "![[]()",
    "links without an end": "[a](",
    "links to pointed brackets": "[a](<b",
    "links with an open title": '[a](b "',
    "links in links": "[a](b)[",
    "brackets opened and shut": "[]",
    "references to nothing": "[a][b] ",
    "references that are defined": "[a]: /b\n",
    "closing brackets": "]",
    "round brackets": "[a]((((",
    "pointed brackets": "<",
    "open tags": "<a ",
    "open comments": "<!--",
    "CDATA": "<![CDATA[",
    "instructions": "<?",
    "addresses without an end": "<https://a",
    "stars": "*",
    "stars and letters": "*a ",
    "stars that open": "*a **b ",
    "stars and underscores": "*_a",
    "strong in emphasis": "**a *b* ",
    "underscores": "_ ",
    "strikes": "~~a ",
    "tildes": "~",
    "back quotes": "`",
    "back quotes apart": "` ",
    "quotes": '"',
    "quotes and letters": "\"a 'b ",
    "apostrophes": "'",
    "dots": ".",
    "dashes": "--- ",
    "signs": "(c) (tm) +- ",
    "quoted lines": "> ",
    "quoted lines, each": ">a\n",
    "lists": "- ",
    "lists, each": "- a\n",
    "numbers": "1. ",
    "fences": "```\n",
    "headings": "# a\n",
    "underlined": "a\n=\n",
    "rules": "* * *\n",
    "tables": "|a|b\n|-|-\n",
    "columns": "|a",
    "entities": "&#x41;",
    "open entities": "&a",
    "backslashes": "\\",
    "line ends": "\n",
    "spaces at the end": "a  \n",
    "tabs": "\t",
    "one letter": "a",
    "marks on one letter": "\u0301",
    "film reels": "\U0001f3ac",
    "turned around": "\u202e",
}


def shapes() -> dict[str, str]:
    """Every shape, LONGEST characters long."""
    half = LONGEST // 2
    nested = "".join(f"{' ' * 2 * n}- a\n" for n in range(200))
    quoted = "".join(f"{'>' * n} a\n" for n in range(1, 250))
    ticks = "".join(f"{'`' * n} " for n in range(1, 250))
    made = {name: unit * LONGEST for name, unit in REPEATED.items()}
    made |= {
        "brackets opened, then shut": "[" * half + "]" * half,
        "images opened, then links": "![" * (half // 2) + "](a)" * (half // 4),
        "stars opened, then shut": "*a" * (half // 2) + "a*" * (half // 2),
        "quotes opened, then shut": '"a ' * (half // 3) + 'a" ' * (half // 3),
        "lists within lists": nested * 9,
        "quotes within quotes": quoted * 9,
        "back quotes, each run longer": ticks * 9,
        "many definitions, all used": _defined(),
        "a wide table": "|a" * 3_300 + "\n" + "|-" * 3_300 + "\n" + "|b" * 3_300,
        "a table of empty rows": _row("a") + _row("-") + "|\n" * half,
        "many tables of empty rows": (_row("a") + _row("-") + "|\n" * 660 + "\n") * 12,
        "round brackets in a link": "[a](" + "(" * half + ")" * half,
        "stars around one word": "*" * half + "a" + "*" * (half - 1),
    }
    return {name: text[:LONGEST] for name, text in made.items()}


def _row(cell):
    return "|" + f"{cell}|" * 99 + "\n"


def _defined():
    text = ""
    for number in count():
        line = f"[a{number}]: /b\n[a{number}] "
        if len(text) + len(line) > LONGEST:
            return text
        text += line


def measured() -> dict[str, float]:
    """{shape: CPU milliseconds}, the median of its turns."""
    from guide.passages.markdown import render

    took = {}
    for name, text in shapes().items():
        turns = []
        for _ in range(TURNS):
            began = time.process_time()
            render(text)
            turns.append((time.process_time() - began) * 1000)
            if turns[-1] > 5_000:  # nobody need wait for it twice
                break
        took[name] = median(turns)
    return took


def main() -> None:
    """Measure; no database is asked."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.bench.settings"
    import django

    django.setup()
    print(json.dumps(measured()))


if __name__ == "__main__":
    sys.exit(main())
