"""What the database itself promises of passages, votes and proposals, by triggers.

- Where a vote is deleted (its account goes), Snapshot loses what it held of it, in the
  same transaction, whoever deletes.
- A discount and its lift are never changed nor deleted. One change is let through: a
  key to somebody's account or vote becomes empty when that goes.
- Who sent a proposal, what it concerns, its kind and its licence are never changed.
- A passage hangs on what its kind can hang on, and never changes its kind; evidence is
  of an entry, by a beat; a proposal concerns what its kind can concern.
- What was accepted, refused or withdrawn stays as it was decided, its words too; the
  key to an editor's account becomes empty when that goes.

On SQLite a migration that remakes a table drops its triggers without a word: one that
alters a table named here ends by making them anew. A test looks whether they are there.
"""

from django.db import migrations

JUDGED = "discounts and their lifts are kept as they were written"
SENT = "a proposal is kept as it was sent and decided"

KEPT = {
    "guide_discount": ("id passage_id reason suspension at", "vote_id by_id"),
    "guide_lift": ("id discount_id reason at", "by_id"),
}
"""{table: (columns that stay, columns that may become empty)}."""

PROPOSAL = "id public_id reader_id film_id passage_id kind field licence at"
DECIDED = (
    "digest title said_elsewhere text horizon state revision note decided_at became_id"
)

SAME = {"sqlite": "IS", "postgresql": "IS NOT DISTINCT FROM"}


def refuse(vendor: str, sentence: str, function: str) -> str:
    """What a trigger does that refuses."""
    if vendor == "postgresql":
        return f"EXECUTE FUNCTION {function}()"
    return f"BEGIN SELECT RAISE(ABORT, '{sentence}'); END"


GONE = {
    "sqlite": """BEGIN
        UPDATE guide_snapshot SET yes = yes - (OLD.snapshot_value = 1),
        no = no - (OLD.snapshot_value = -1) WHERE passage_id = OLD.passage_id; END""",
    "postgresql": "EXECUTE FUNCTION guide_vote_gone()",
}


def refusing(sentence: str) -> str:
    """The body of a PostgreSQL function that refuses."""
    return f"""BEGIN RAISE EXCEPTION '{sentence}'
        USING ERRCODE = 'integrity_constraint_violation'; END"""


def unchanged(vendor: str, stay: str, may_empty: str = "") -> str:
    """The condition that these columns are as they were, or have become empty."""
    same = SAME[vendor]
    parts = [f"NEW.{name} {same} OLD.{name}" for name in stay.split()]
    parts += [
        f"(NEW.{name} IS NULL OR NEW.{name} {same} OLD.{name})"
        for name in may_empty.split()
    ]
    return " AND ".join(parts)


MISPLACED = "this cannot belong to a passage of that kind"
KIND_STAYS = "a passage keeps its kind"
ENTRIES = "'interpretation', 'question', 'answer'"

HANGS_WRONG = """(
    ({child}.kind IN ('interpretation', 'question') AND {above}.kind <> 'ending')
    OR ({child}.kind = 'answer' AND {above}.kind <> 'question')
    OR ({child}.kind = 'dispute' AND {above}.kind = 'dispute')
    OR {child}.kind IN ('beat', 'ending'))"""

WRONG = {
    "guide_passage": (
        "under_id",
        "EXISTS (SELECT 1 FROM guide_passage p WHERE p.id = NEW.under_id AND "
        + HANGS_WRONG.format(child="NEW", above="p")
        + ") OR EXISTS (SELECT 1 FROM guide_passage p WHERE p.under_id = NEW.id AND "
        + HANGS_WRONG.format(child="p", above="NEW")
        + ")",
    ),
    "guide_evidence": (
        "passage_id, beat_id",
        "EXISTS (SELECT 1 FROM guide_passage p WHERE p.id = NEW.passage_id AND "
        f"p.kind NOT IN ({ENTRIES})) OR EXISTS (SELECT 1 FROM guide_passage p "
        "WHERE p.id = NEW.beat_id AND p.kind <> 'beat')",
    ),
    "guide_proposal": (
        "passage_id",
        "EXISTS (SELECT 1 FROM guide_passage p WHERE p.id = NEW.passage_id AND ("
        "(NEW.kind = 'answer' AND p.kind <> 'question') "
        "OR (NEW.kind = 'interpretation' AND p.kind <> 'ending') "
        "OR (NEW.kind = 'dispute' AND p.kind = 'dispute')))",
    ),
}
"""{table: (columns, what must not be said of a row when they are written)}. What a key
names may be written later, as when a fixture is loaded: that row is asked then."""


def placing(vendor: str) -> dict[str, tuple[str, str]]:
    """The triggers that keep each row where its kind can be."""
    made = {}
    for table, (columns, wrong) in WRONG.items():
        for event, name in (("INSERT", "added"), (f"UPDATE OF {columns}", "moved")):
            how = (
                "EXECUTE FUNCTION guide_place_of_" + table.removeprefix("guide_") + "()"
                if vendor == "postgresql"
                else f"BEGIN SELECT RAISE(ABORT, '{MISPLACED}') WHERE {wrong}; END"
            )
            made[f"{table}_{name}"] = (
                table,
                f"AFTER {event} ON {table} FOR EACH ROW {how}",
            )
    stays = refuse(vendor, KIND_STAYS, "guide_refuse_kind")
    made["guide_passage_kind"] = (
        "guide_passage",
        "BEFORE UPDATE OF kind ON guide_passage FOR EACH ROW "
        f"WHEN (NEW.kind <> OLD.kind) {stays}",
    )
    return made


def triggers(vendor: str) -> dict[str, tuple[str, str]]:
    """{name of a trigger: (its table, what makes it)}."""
    made = placing(vendor) | {
        "guide_vote_is_gone": (
            "guide_vote",
            "AFTER DELETE ON guide_vote FOR EACH ROW WHEN (OLD.snapshot_value <> 0) "
            f"{GONE[vendor]}",
        )
    }
    judged = refuse(vendor, JUDGED, "guide_refuse")
    for table, columns in KEPT.items():
        changed = f"NOT ({unchanged(vendor, *columns)})"
        for event, when in (("DELETE", "1 = 1"), ("UPDATE", changed)):
            made[f"{table}_no_{event.lower()}"] = (
                table,
                f"BEFORE {event} ON {table} FOR EACH ROW WHEN ({when}) {judged}",
            )
    decided = (
        "OLD.state IN ('accepted', 'refused', 'withdrawn') "
        f"AND NOT ({unchanged(vendor, DECIDED, 'by_id')})"
    )
    sent = refuse(vendor, SENT, "guide_refuse_proposal")
    conditions = {"sent": f"NOT ({unchanged(vendor, PROPOSAL)})", "decided": decided}
    for name, condition in conditions.items():
        made[f"guide_proposal_as_{name}"] = (
            "guide_proposal",
            f"BEFORE UPDATE ON guide_proposal FOR EACH ROW WHEN ({condition}) {sent}",
        )
    return made


FUNCTIONS = {
    "guide_refuse": refusing(JUDGED),
    "guide_refuse_proposal": refusing(SENT),
    "guide_refuse_kind": refusing(KIND_STAYS),
    **{
        table.replace("guide_", "guide_place_of_"): f"""BEGIN IF {wrong} THEN
        RAISE EXCEPTION '{MISPLACED}'
        USING ERRCODE = 'integrity_constraint_violation'; END IF;
        RETURN NULL; END"""
        for table, (_, wrong) in WRONG.items()
    },
    "guide_vote_gone": """BEGIN
        UPDATE guide_snapshot SET yes = yes - (OLD.snapshot_value = 1)::integer,
        no = no - (OLD.snapshot_value = -1)::integer WHERE passage_id = OLD.passage_id;
        RETURN NULL; END""",
}


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


class Migration(migrations.Migration):
    dependencies = [("guide", "0002_search_index")]
    operations = [migrations.RunPython(make, unmake)]
