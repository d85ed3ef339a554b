"""What the database itself promises of votes: triggers, which migrations make.

- Where a vote is deleted (its account goes), Folded loses what it held of it, in the
  same transaction, whoever deletes.
- A discount and its lift are never changed nor deleted. One change is let through: a
  key to somebody's account or vote becomes empty when that goes.

On SQLite a migration that remakes a table drops its triggers without a word: one that
alters a table named here ends with `RunPython(promises.make, promises.unmake)`. A test
looks whether they are there.
"""

SAYS = "discounts and their lifts are kept as they were written"

KEPT = {
    "guide_discount": ("id entry_id reason suspension at", "vote_id by_id"),
    "guide_lift": ("id discount_id reason at", "by_id"),
}
"""{table: (columns that stay, columns that may become empty)}."""

SAME = {"sqlite": "IS", "postgresql": "IS NOT DISTINCT FROM"}
REFUSE = {
    "sqlite": f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
    "postgresql": "EXECUTE FUNCTION guide_refuse()",
}
GONE = {
    "sqlite": """BEGIN
        UPDATE guide_folded SET yes = yes - (OLD.folded_value = 1),
        no = no - (OLD.folded_value = -1) WHERE entry_id = OLD.entry_id; END""",
    "postgresql": "EXECUTE FUNCTION guide_vote_gone()",
}
FUNCTIONS = {
    "guide_refuse": f"""BEGIN RAISE EXCEPTION '{SAYS}'
        USING ERRCODE = 'integrity_constraint_violation'; END""",
    "guide_vote_gone": """BEGIN
        UPDATE guide_folded SET yes = yes - (OLD.folded_value = 1)::integer,
        no = no - (OLD.folded_value = -1)::integer WHERE entry_id = OLD.entry_id;
        RETURN NULL; END""",
}


def triggers(vendor: str) -> dict[str, tuple[str, str]]:
    """{name of a trigger: (its table, what makes it)}."""
    made = {
        "guide_vote_is_gone": (
            "guide_vote",
            f"AFTER DELETE ON guide_vote FOR EACH ROW WHEN (OLD.folded_value <> 0) "
            f"{GONE[vendor]}",
        )
    }
    for table, columns in KEPT.items():
        changed = f"NOT ({_unchanged(vendor, *columns)})"
        for event, when in (("DELETE", "1 = 1"), ("UPDATE", changed)):
            made[f"{table}_no_{event.lower()}"] = (
                table,
                f"BEFORE {event} ON {table} FOR EACH ROW WHEN ({when}) "
                f"{REFUSE[vendor]}",
            )
    return made


def _unchanged(vendor, stay, may_empty):
    same = SAME[vendor]
    parts = [f"NEW.{name} {same} OLD.{name}" for name in stay.split()]
    parts += [
        f"(NEW.{name} IS NULL OR NEW.{name} {same} OLD.{name})"
        for name in may_empty.split()
    ]
    return " AND ".join(parts)


def make(apps, schema_editor):
    """Make the triggers, or make them anew."""
    unmake(apps, schema_editor)
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        for name, body in FUNCTIONS.items():
            schema_editor.execute(
                f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql "
                f"AS $$ {body} $$",
                params=None,
            )
    for name, (_, text) in triggers(vendor).items():
        schema_editor.execute(f"CREATE TRIGGER {name} {text}", params=None)


def unmake(apps, schema_editor):
    """Take the triggers away, those that are there."""
    vendor = schema_editor.connection.vendor
    for name, (table, _) in triggers(vendor).items():
        place = f" ON {table}" if vendor == "postgresql" else ""
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{place}", params=None)
    if vendor == "postgresql":
        for name in FUNCTIONS:
            schema_editor.execute(f"DROP FUNCTION IF EXISTS {name}()", params=None)
