"""The runtime bar and the evidence strip in numbers a template can print."""

import pytest
from django.utils import translation

from guide.pages.charts import (
    EvidenceItem,
    Figure,
    Head,
    Mark,
    Mist,
    RuntimeLine,
    ShareRange,
    evidence_strip,
    runtime_bar,
    runtime_line,
    share_range,
)


def an_item(minute, for_it=True):
    return EvidenceItem(minute, for_it, note="A glove on the stair.", beat_title="Dusk")


def test_the_head_stands_at_the_minute():
    bar = runtime_bar(50, 113)
    assert (bar.reached, bar.head) == (
        "44.25",
        Head("44.25", "-1.5", "middle", "50"),
    )


def test_mist_covers_what_is_beyond():
    assert runtime_bar(50, 113).mist == Mist("44.25", "55.75")


def test_near_the_start_the_figure_begins_at_the_head():
    assert runtime_bar(0, 113).head == Head("0", "0", "start", "0")


def test_near_the_end_the_figure_ends_at_the_head():
    assert runtime_bar(108, 113).head == Head("95.58", "-3", "end", "108")


@pytest.mark.parametrize("minute", [113, 120, 32767])
def test_a_minute_at_or_above_the_runtime_is_the_whole_film(minute):
    bar = runtime_bar(minute, 113)
    assert (bar.reached, bar.mist, bar.head.figure) == ("100", None, "Seen")


def test_a_beat_is_notched_once_and_never_at_nought():
    assert runtime_bar(50, 100, [30, 0, 10, 10]).notches == ("10", "30")


def test_the_ruler_has_a_tick_each_ten_minutes():
    ticks = runtime_bar(0, 50).ticks
    assert [(t.x, t.tall) for t in ticks] == [
        ("0", True),
        ("20", False),
        ("40", False),
        ("60", True),
        ("80", False),
    ]


def test_a_figure_gives_way_to_the_last():
    assert runtime_bar(0, 98).figures == (
        Figure("0", "0", "start"),
        Figure("30.61", "30", "middle"),
        Figure("61.22", "60", "middle"),
        Figure("100", "98", "end"),
    )


def test_a_very_long_film_has_a_wider_ruler():
    assert [figure.text for figure in runtime_bar(0, 566).figures] == [
        "0",
        "120",
        "240",
        "360",
        "480",
        "566",
    ]


def test_the_line_of_a_list_has_reached_and_mist_alone():
    assert runtime_line(12, 48) == RuntimeLine("25", Mist("25", "75"))


def test_numbers_keep_their_point_in_every_language():
    with translation.override("de"):
        assert runtime_bar(50, 113).reached == "44.25"


@pytest.mark.parametrize("minute, runtime", [(0, 0), (5, -1), (-1, 90)])
def test_impossible_minutes_are_refused(minute, runtime):
    with pytest.raises(ValueError):
        runtime_bar(minute, runtime)


def test_one_mark_stands_over_its_minute():
    assert evidence_strip([an_item(50)], 100).marks_for == (Mark("50", "-3"),)


def test_marks_on_one_minute_are_fanned_out():
    assert evidence_strip([an_item(50)] * 3, 100).marks_for == (
        Mark("50", "-11"),
        Mark("50", "-3"),
        Mark("50", "5"),
    )


def test_at_the_end_marks_fan_inwards():
    assert evidence_strip([an_item(100)] * 2, 100).marks_for == (
        Mark("100", "-14"),
        Mark("100", "-6"),
    )


def test_for_and_against_are_told_apart():
    strip = evidence_strip([an_item(60), an_item(20, for_it=False)], 100)
    assert (strip.marks_against, strip.sentence) == (
        (Mark("20", "-2.25"),),
        "Evidence for it at minute 60. Evidence against it at minute 20.",
    )


def test_items_come_in_order_of_minute():
    strip = evidence_strip([an_item(60), an_item(20)], 100)
    assert [item.minute for item in strip.items] == [20, 60]


def test_a_reading_without_evidence_has_an_empty_strip():
    strip = evidence_strip([], 100)
    assert (strip.sentence, strip.marks_for, strip.items) == ("", (), ())


def test_a_range_lies_about_its_share():
    assert share_range(0.665, 0.735, 0.79) == ShareRange(
        low="66.5", width="12.5", mark=Mark("73.5", "-1.5")
    )


def test_the_mark_of_all_and_of_none_stays_on_the_line():
    assert share_range(0.8, 1, 1).mark == Mark("100", "-3")
    assert share_range(0, 0, 0.2).mark == Mark("0", "0")


def test_a_share_outside_its_range_is_refused():
    with pytest.raises(ValueError):
        share_range(0.5, 0.4, 0.6)
