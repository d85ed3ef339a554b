"""How lists order titles: a key made in Python, the same on every database."""

import re
import unicodedata

_ARTICLE = re.compile(r"(?:the|an?|le|la|les|der|die|das|el|los|las|il|lo)\s+(?=\w)")


def fold(text: str) -> str:
    """Lower case, without diacritics and compatibility forms: Amélie becomes amelie."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))


def sort_key(title: str) -> str:
    """A title as lists order it: folded, without a leading article or punctuation."""
    words = " ".join(re.findall(r"\w+", fold(title)))
    return _ARTICLE.sub("", words, count=1) if _ARTICLE.match(words) else words
