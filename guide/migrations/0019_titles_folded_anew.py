"""Empties what was made from titles and texts by an older rule: how lists order films,
where no editor chose it, and the words that search knows. Both are made anew as soon as
the migrations are through (`films.sorting`, `search.index`)."""

import re
import unicodedata

from django.db import migrations

_ARTICLE = re.compile(r"(?:the|an?|le|la|les|der|die|das|el|los|las|il|lo)\s+(?=\w)")


def as_it_was(title):
    """The key that a title had by the older rule."""
    apart = unicodedata.normalize("NFKD", title.casefold())
    bare = "".join(c for c in apart if not unicodedata.combining(c))
    words = " ".join(re.findall(r"\w+", bare))
    article = _ARTICLE.match(words)
    return words[article.end() if article else 0 :][:200]


def forget(apps, schema_editor):
    """Empty what is made anew."""
    film = apps.get_model("guide", "Film")
    for each in film._base_manager.all():
        if each.sort_title == as_it_was(each.title):
            film._base_manager.filter(pk=each.pk).update(sort_title="")
    apps.get_model("guide", "SearchDoc")._base_manager.update(words="", titles="")


class Migration(migrations.Migration):
    dependencies = [("guide", "0018_fact_history")]

    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
