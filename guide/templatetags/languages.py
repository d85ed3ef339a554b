"""Marks the text of guides with its language where the interface speaks another."""

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import (
    get_language,
    get_language_bidi,
    get_language_info,
)

register = template.Library()


@register.simple_tag
def guide_lang():
    """` lang="en"` for an element that holds a guide's text, or nothing.

    In an interface that runs from right to left, with its direction.
    """
    if get_language() == settings.GUIDE_LANGUAGE:
        return ""
    if get_language_bidi():
        return format_html(' lang="{}" dir="auto"', settings.GUIDE_LANGUAGE)
    return format_html(' lang="{}"', settings.GUIDE_LANGUAGE)


@register.simple_tag
def guides_are_in():
    """The name of the guides' language where the interface speaks another, or ""."""
    if get_language() == settings.GUIDE_LANGUAGE:
        return ""
    return get_language_info(settings.GUIDE_LANGUAGE)["name_translated"]
