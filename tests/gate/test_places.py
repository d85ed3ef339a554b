"""Two hundred ways to type a place in a film, and the earliest that each can mean."""

import pytest

from guide.gate.horizon import SEEN
from guide.gate.places import TOLERANCE, BadMinute, latest, places, readings

RUNTIMES = (45, 113, 775)
LONGER = (0, 30)  # minutes that the cut is longer than the reference release

MINUTES = [
    "{m}", " {m} ", "{m}m", "{m} m", "{m}min", "{m} min.", "{m} mins", "{m}'", "{m}M",
    "{m} minutes", "{m} Minuten", "Minute {m}", "minute: {m}", "Min. {m}", "{m}′",
    "{m}. Minute", "{m}分", "{m} MIN", "0h {m}m", "0 Std. {m} Min.",
]  # fmt: skip
SECONDS = [
    "{m}m {s}s", "{m} min {s} s", "{m} Min. {s} Sek.", "{m}'{s}\"", "{m}:{s:02} min",
    "{m} minutes and {s} seconds", "{m} Minuten und {s} Sekunden", "Minute {m}:{s:02}",
    "0:{m:02}:{s:02}", "00:{m:02}:{s:02}",
]  # fmt: skip
HOURS = [
    "{h}:{m:02}:{s:02}", "{h:02}:{m:02}:{s:02}", "{h}.{m:02}.{s:02}", "{h}h{m:02}",
    "{h}h {m}m", "{h} h {m:02}", "{h} h {m} min", "{h}h{m:02}m{s:02}s", "{h} Std {m}",
    "{h} Std. {m} Min.", "{h} Stunde, {m} Minuten", "{h} hour and {m} minutes",
    "{h} Stunden und {m} Minuten", "{h} hr {m} min {s} sec", "{h}:{m:02} h",
    "{h}:{m:02} Std.", "{h} : {m:02} : {s:02}", "{h}時間{m}分", "{h}H {m}M",
    "{h}:{m:02}:{s:02}.250",
]  # fmt: skip
EITHER = ["{a}:{b:02}", "{a:02}:{b:02}", "{a}.{b:02}", " {a} : {b:02} "]

WIDE = str.maketrans("0123456789:", "０１２３４５６７８９：")


def spellings() -> dict[str, int]:
    """{what is typed: the earliest minute it can mean}, known by how it is made."""
    made = {}
    for m in (0, 1, 20, 47, 59):
        made |= {
            shape.format(m=m): m for shape in MINUTES[: 20 if m in (20, 47) else 4]
        }
        made |= {
            shape.format(m=m, s=9): m for shape in SECONDS[: 10 if m in (20, 47) else 3]
        }
    for h, m in ((1, 2), (0, 49), (12, 34), (1, 53)):
        made |= {shape.format(h=h, m=m, s=33): 60 * h + m for shape in HOURS}
    for a, b in ((12, 34), (5, 12), (1, 47), (47, 12), (0, 20), (2, 40), (112, 59)):
        made |= {shape.format(a=a, b=b): a for shape in EITHER}
    some = list(made.items())[::9]
    return made | {typed.translate(WIDE): minute for typed, minute in some}


def opened(minute, runtime, longer):
    """Where somebody at `minute` of a cut is in the reference release."""
    return SEEN if minute >= runtime + longer else max(0, minute - longer)


def test_no_spelling_opens_later_than_its_earliest_reading():
    typed = spellings()
    assert len(typed) >= 200
    for text, earliest in typed.items():
        for runtime in RUNTIMES:
            for longer in LONGER:
                if earliest > runtime + longer + TOLERANCE:
                    with pytest.raises(BadMinute, match="The film runs"):
                        places(text, runtime, runtime + longer)
                    continue
                first, *others = places(text, runtime, runtime + longer)
                assert first.minute == opened(earliest, runtime, longer), (
                    text,
                    runtime,
                )
                assert all(first.minute < other.minute for other in others), text


def test_what_can_be_two_places_is_both_and_what_cannot_is_one():
    def can_be(text, runtime, cut=None):
        return [place.minute for place in places(text, runtime, cut)]

    assert can_be("12:34", 775) == [12, 754]
    assert can_be("5:12", 439) == [5, 312]
    assert can_be("1:47", 113) == [1, 107]
    assert can_be("47:12", 113) == [47]
    assert can_be("1:02:33", 113) == [62]
    assert can_be("1:53", 113) == [1, SEEN]
    assert can_be("0:20", 100, 130) == [0]  # both lie before the added minutes end
    assert can_be("70", 100, 130) == [40]
    assert can_be("130", 100, 130) == [SEEN]


def test_what_is_typed_again_from_a_reading_means_that_reading_alone():
    for text in spellings():
        for reading in readings(text):
            assert readings(str(reading)) == [reading]


def test_a_reading_is_said_as_it_is_meant():
    assert [one.words for one in readings("12:34")] == ["12 min 34 s", "12 h 34 min"]


def test_what_is_no_place_is_refused_with_a_sentence():
    for text in ("", "-1", "abc", "1:60", "1.5", "1:2", "999999", "²", "1h75", "1 02",
                 "3m 1h", "4m 4m", "1 h 2 3", "1:02:33 min", "1.30 h", "-47:12", "50%",
                 "1e3", "1::2", "seen", "½", "5" * 400, "1 and 2", "\0"):  # fmt: skip
        with pytest.raises(BadMinute, match="Enter a minute such as 47"):
            readings(text)


def test_a_row_shows_from_the_later_of_two_readings_on():
    asked = {
        "107": 107,
        "1:47": 107,
        "2:40": 160,
        "47:12": 47,
        "1:02:33": 62,
        "0:05": 5,
    }
    assert {text: latest(text) for text in asked} == asked
