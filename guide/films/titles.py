"""How lists order titles: by a key made in Python, the same on every database."""

import re
import unicodedata
from typing import TYPE_CHECKING

from django.db import models

from guide.common.text_folding import letters

# English ones alone: in “Die Hard” and “La La Land” the first word is no article, and
# of other languages a title does not say which it speaks. Nor is it one in a title
# that goes on like a sentence: “A to Z”, “A Is for Acid”.
_ARTICLE = re.compile(r"\W*(?:the|an?)\s+(?!(?:to|is|for|and|or)\b)(?=\w)", re.I)


def sort_key(title: str) -> str:
    """A title as lists order it: folded, without a leading English article and without
    punctuation; a title of signs alone by its signs. Never empty for what shows."""
    found = _ARTICLE.match(title)
    folded = " ".join(letters(title[found.end() :] if found else title))
    return folded or " ".join(unicodedata.normalize("NFKC", title).split())


class SortedField(models.CharField):
    """A text that lists are ordered by: code point by code point, as SQLite does, and
    not by the collation that a PostgreSQL database happened to be made with."""

    if TYPE_CHECKING:

        def __get__(self, row: object, model: type) -> str: ...

        def __set__(self, row: object, value: str) -> None: ...

    def db_parameters(self, connection):
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
