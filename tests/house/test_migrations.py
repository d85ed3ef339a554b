"""Migrations: complete, named, reversible."""

from importlib import import_module
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

FOLDER = Path(__file__).parents[2] / "guide" / "migrations"


def test_no_change_lacks_its_migration(db):
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_every_migration_is_named():
    assert [path.name for path in FOLDER.glob("*_auto_*.py")] == []


def test_every_trigger_is_there_after_all_migrations(db):
    made = import_module("guide.migrations.0003_triggers").triggers
    table = "sqlite_master" if connection.vendor == "sqlite" else "pg_trigger"
    column = "name" if connection.vendor == "sqlite" else "tgname"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {table}")
        there = {name for (name,) in cursor.fetchall()}
    assert set(made(connection.vendor)) - there == set()


@pytest.mark.full
@pytest.mark.django_db(transaction=True)
def test_every_migration_but_the_first_goes_back_and_forth():
    leaf = MigrationExecutor(connection).loader.graph.leaf_nodes("guide")
    MigrationExecutor(connection).migrate([("guide", "0001_initial")])
    MigrationExecutor(connection).migrate(leaf)
    assert MigrationExecutor(connection).migration_plan(leaf) == []
