"""The full-text index over SearchDoc.words: FTS5 on SQLite, GIN on PostgreSQL."""

from django.db import migrations

TABLE = "guide_searchdoc_fts"

SQLITE = [
    f"""CREATE VIRTUAL TABLE {TABLE} USING fts5(
        words, content='guide_searchdoc', content_rowid='id',
        tokenize='unicode61 remove_diacritics 0'
    )""",
    f"""INSERT INTO {TABLE}({TABLE}) VALUES ('rebuild')""",
    f"""CREATE TRIGGER guide_searchdoc_added AFTER INSERT ON guide_searchdoc BEGIN
        INSERT INTO {TABLE}(rowid, words) VALUES (new.id, new.words);
    END""",
    f"""CREATE TRIGGER guide_searchdoc_gone AFTER DELETE ON guide_searchdoc BEGIN
        INSERT INTO {TABLE}({TABLE}, rowid, words)
        VALUES ('delete', old.id, old.words);
    END""",
    f"""CREATE TRIGGER guide_searchdoc_changed AFTER UPDATE ON guide_searchdoc BEGIN
        INSERT INTO {TABLE}({TABLE}, rowid, words)
        VALUES ('delete', old.id, old.words);
        INSERT INTO {TABLE}(rowid, words) VALUES (new.id, new.words);
    END""",
]
SQLITE_BACK = [
    "DROP TRIGGER guide_searchdoc_added",
    "DROP TRIGGER guide_searchdoc_gone",
    "DROP TRIGGER guide_searchdoc_changed",
    f"DROP TABLE {TABLE}",
]
POSTGRESQL = [
    """CREATE INDEX guide_searchdoc_words ON guide_searchdoc
    USING gin (to_tsvector('simple', words))"""
]
POSTGRESQL_BACK = ["DROP INDEX guide_searchdoc_words"]


def _run(sqlite, postgresql):
    def run(apps, schema_editor):
        vendor = schema_editor.connection.vendor
        for statement in sqlite if vendor == "sqlite" else postgresql:
            schema_editor.execute(statement, params=None)

    return run


class Migration(migrations.Migration):
    dependencies = [("guide", "0001_initial")]
    operations = [
        migrations.RunPython(
            _run(SQLITE, POSTGRESQL), _run(SQLITE_BACK, POSTGRESQL_BACK)
        )
    ]
