"""`words__match`: documents that hold every one of some words, each by its beginning.

FTS5 on SQLite, a GIN index over to_tsvector on PostgreSQL. Only whether a document
matches is asked: a score such as bm25 counts documents that the reader may not see.
"""

from django.db.models import Lookup, TextField


@TextField.register_lookup
class Match(Lookup):
    """The right side is a list of folded words (`guide.common.text_folding.words`)."""

    lookup_name = "match"
    prepare_rhs = False

    def get_db_prep_lookup(self, value, connection):
        return "%s", [value]

    def as_sqlite(self, compiler, connection):
        column, _ = self.process_lhs(compiler, connection)
        key = column.rsplit(".", 1)[0] + '."id"'
        query = " ".join(f'"{word}" *' for word in self.rhs)
        # The mark stands for the index: it yields keys of the outer table alone,
        # and that one carries a mark of its own.
        return (
            f"{key} IN (/*gate:guide_searchdoc_fts*/ SELECT rowid FROM "
            "guide_searchdoc_fts WHERE words MATCH %s)",
            [query],
        )

    def as_postgresql(self, compiler, connection):
        column, params = self.process_lhs(compiler, connection)
        query = " & ".join(f"'{word}':*" for word in self.rhs)
        return (
            f"to_tsvector('simple', {column}) @@ to_tsquery('simple', %s)",
            [*params, query],
        )
