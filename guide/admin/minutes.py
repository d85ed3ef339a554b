"""The form field of a minute: typed as a player shows it, or `seen`; shown as `107`.

One form everywhere at the desk, as readers and guide files have it: whole minutes. A
clock of two numbers is read as hours and minutes, where it can be that: of a minute
from which on a row shows, the later reading opens less.
"""

from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst

from guide.gate.fields import MinuteField
from guide.gate.horizon import LONGEST, SEEN
from guide.gate.places import BadMinute, latest

NAMES = ("minute", "horizon", "runtime")  # of model fields that hold a minute


def figure(minute: int | None) -> str:
    """A minute as it is shown: `107`, `seen`, or nothing for None."""
    if minute is None:
        return ""
    return "seen" if minute >= SEEN else str(minute)


def past_the_end(minute: int | None, runtime: int | None) -> str:
    """Why a row cannot show from a minute after the end of its film; else nothing."""
    if minute is None or runtime is None or minute == SEEN or minute <= runtime:
        return ""
    return (
        f"The film runs {runtime} minutes, and this is minute {minute}. Enter a minute "
        "up to its end, or “seen”. Two numbers such as 12:34 are read as hours and "
        "minutes: for 12 minutes 34 seconds, enter 12."
    )


class MinuteFormField(forms.Field):
    """Minutes of a film as an int; SEEN for `seen`, where `whole` allows it."""

    def __init__(self, *, whole: bool = False, **kwargs):
        attrs = {"class": "minute", "size": 5, "autocomplete": "off"}
        super().__init__(widget=forms.TextInput(attrs), **kwargs)
        self.whole = whole

    def prepare_value(self, value):
        return figure(value) if isinstance(value, int) else value

    def to_python(self, value):
        """The minute, or None for an empty field. Raises ValidationError."""
        if value is None or isinstance(value, int):
            return value
        text = str(value).strip().lower()
        if not text:
            return None
        if text == "seen" and self.whole:
            return SEEN
        return self._typed(text)

    def _typed(self, text):
        try:
            minute = latest(text)
        except BadMinute as error:
            or_seen = " Or “seen” for the whole film." if self.whole else ""
            raise ValidationError(f"{error}{or_seen}") from error
        if minute > LONGEST:
            raise ValidationError(f"A minute must be between 0 and {LONGEST}.")
        return minute


def formfield(column: models.Field, **more) -> MinuteFormField:
    """The form field of a model's column that holds a minute."""
    told = {
        "required": not column.blank,
        "label": capfirst(column.verbose_name),
        "help_text": column.help_text,
    }
    return MinuteFormField(whole=isinstance(column, MinuteField), **(told | more))
