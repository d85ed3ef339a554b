"""How lists order titles: by a key made in Python, the same on every database."""

import re
import unicodedata

from django.db import models

_ARTICLE = re.compile(r"(?:the|an?|le|la|les|der|die|das|el|los|las|il|lo)\s+(?=\w)")


def fold(text: str) -> str:
    """Lower case, without diacritics and compatibility forms: Amélie becomes amelie."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))


def sort_key(title: str) -> str:
    """A title as lists order it: folded, without a leading article or punctuation."""
    words = " ".join(re.findall(r"\w+", fold(title)))
    return _ARTICLE.sub("", words, count=1) if _ARTICLE.match(words) else words


class SortedField(models.CharField):
    """A text that lists are ordered by: code point by code point, as SQLite does, and
    not by the collation that a PostgreSQL database happened to be made with."""

    def db_parameters(self, connection):
        parameters = super().db_parameters(connection)
        if connection.vendor == "postgresql":
            parameters["collation"] = "C"
        return parameters
