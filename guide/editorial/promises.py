"""What the database itself promises of proposals: triggers, which migrations make.

- Who sent a proposal, what it concerns, its kind and its licence are never changed.
- What was accepted, refused or withdrawn stays as it was decided, its words too. One
  change is let through: the key to an editor's account becomes empty when that goes.

On SQLite a migration that remakes a table drops its triggers without a word: one that
alters `guide_proposal` ends with `RunPython(promises.make, promises.unmake)`. A test
looks whether they are there.
"""

from guide.votes.promises import SAME

SAYS = "a proposal is kept as it was sent and decided"
TABLE = "guide_proposal"
STAYS = (
    "id public_id reader_id film_id kind field licence at "
    "beat_id ending_id entry_id dispute_id"
)
STAYS_DECIDED = (
    "digest title said_elsewhere text horizon state revision note decided_at "
    "became_entry_id became_dispute_id"
)
REFUSE = {
    "sqlite": f"BEGIN SELECT RAISE(ABORT, '{SAYS}'); END",
    "postgresql": "EXECUTE FUNCTION guide_refuse_proposal()",
}
FUNCTION = f"""CREATE FUNCTION guide_refuse_proposal() RETURNS trigger
    LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{SAYS}'
    USING ERRCODE = 'integrity_constraint_violation'; END $$"""


def triggers(vendor: str) -> dict[str, str]:
    """{name of a trigger: what makes it}."""
    same = SAME[vendor]
    stays = _unchanged(STAYS, same)
    decided = (
        f"OLD.state IN ('accepted', 'refused', 'withdrawn') "
        f"AND NOT ({_unchanged(STAYS_DECIDED, same)} "
        f"AND (NEW.by_id IS NULL OR NEW.by_id {same} OLD.by_id))"
    )
    conditions = {"sent": f"NOT ({stays})", "decided": decided}
    return {
        f"guide_proposal_as_{name}": f"BEFORE UPDATE ON {TABLE} FOR EACH ROW "
        f"WHEN ({condition}) {REFUSE[vendor]}"
        for name, condition in conditions.items()
    }


def _unchanged(columns, same):
    return " AND ".join(f"NEW.{name} {same} OLD.{name}" for name in columns.split())


def make(apps, schema_editor):
    """Make the triggers, or make them anew."""
    unmake(apps, schema_editor)
    vendor = schema_editor.connection.vendor
    if vendor == "postgresql":
        schema_editor.execute(FUNCTION, params=None)
    for name, text in triggers(vendor).items():
        schema_editor.execute(f"CREATE TRIGGER {name} {text}", params=None)


def unmake(apps, schema_editor):
    """Take the triggers away, those that are there."""
    vendor = schema_editor.connection.vendor
    place = f" ON {TABLE}" if vendor == "postgresql" else ""
    for name in triggers(vendor):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {name}{place}", params=None)
    if vendor == "postgresql":
        schema_editor.execute(
            "DROP FUNCTION IF EXISTS guide_refuse_proposal()", params=None
        )
