"""*The Keeper of Low Water*, which nobody made, for an editor to write a guide to.

Minutes are typed as an editor types them; `TOLD` says from which minute on which words
may be read.
"""

SEEN = 1_000_000
RUNTIME, HALF = 96, 48
FILM = {
    "title": "The Keeper of Low Water",
    "year": "2019",
    "runtime": "1:36",
    "premise": "Ines Tolvar keeps the *harbour clock* of a small island.",
}
MAKERS = (("Aurel Vinter", "director"), ("Dora Kesk", "writer"))
BEATS = (
    # begins, horizon, title, text
    ("0:02", "0:05", "The clock is wound",
     "Ines winds the clock and writes the **height of the water** in a ledger."),
    ("0:09", "0:13", "The tide stays out",
     "In the evening the sea goes out and does not return. The *boats lie on mud*."),
    ("0:20", "0:24", "A light on the flats",
     "Far out on the mud somebody *swings a lantern*. Nobody is missing."),
    ("0:31", "0:35", "The pastor counts",
     "The pastor *counts the islanders* in church and comes to one too many."),
    ("0:44", "0:47", "Two ledgers",
     "Ines finds a second ledger, in *her own hand*, a week ahead of hers."),
    ("0:58", "1:03", "Across the mud",
     "She walks out to the lantern and finds a *door frame standing alone*."),
    ("1:15", "1:20", "The woman in the frame",
     "Behind it waits a *woman with her face* who asks her to stop the clock."),
    ("1:28", "1:32", "The pendulum",
     "Ines *stops the pendulum*. The water comes back within the hour."),
)  # fmt: skip
ENDING = {
    "tldr": "The flood *takes the tower*, and one of the two leaves by boat.",
    "text": "The clock held the sea away. Ines *lets it come*, rows the other "
    "woman to the ferry and stays.",
    "take": "I never minded *which of them rows*.",
    "take_author": "A. Writer",
    "summary": "A film about *letting go of a week*.",
}
READINGS = (
    {
        "title": "The island is a memory",
        "text": "Nothing outside the ledgers *ever happened twice*.",
        "evidence": (
            ("44 · Two ledgers", "supports", "One hand has written both books."),
            ("31 · The pastor counts", "undermines", "Others can see her as well."),
        ),
        "source": ("a review", "A week of low water", "https://example.org/week"),
    },
    {
        "title": "There were always two keepers",
        "text": "The island *needs a second one* whenever the tide stays out.",
        "evidence": (
            ("75 · The woman in the frame", "supports", "She knows the stairs."),
        ),
    },
)
QUESTIONS = (
    {
        "title": "Who carries the lantern?",
        "horizon": "0:35",
        "answer": "The one whom the pastor *counts too many*.",
    },
    {
        "title": "Which of the two stays?",
        "horizon": "seen",
        "answer": "The one who *wound it first*.",
    },
)


def _minute(typed: str) -> int:
    if typed == "seen":
        return SEEN
    hours, minutes = typed.split(":")
    return 60 * int(hours) + int(minutes)


def _telling(text: str) -> str:
    """The words between stars: they stand in no other text."""
    return text.split("*")[1] or text.split("**")[1]


TOLD = {
    **{title: _minute(horizon) for _, horizon, title, _ in BEATS},
    **{_telling(text): _minute(horizon) for _, horizon, _, text in BEATS},
    **{_telling(t): SEEN for name, t in ENDING.items() if name != "take_author"},
    ENDING["take_author"]: SEEN,
    **{reading["title"]: SEEN for reading in READINGS},
    **{_telling(reading["text"]): SEEN for reading in READINGS},
    **{note: SEEN for reading in READINGS for *_, note in reading["evidence"]},
    READINGS[0]["source"][1]: SEEN,
    **{q["title"]: _minute(q["horizon"]) for q in QUESTIONS},
    **{_telling(q["answer"]): _minute(q["horizon"]) for q in QUESTIONS},
}
"""{words: the minute from which they show}"""
