"""Say of what is cleared that later reports count. No table changes."""

from django.db import migrations, models

HELP = (
    "It stands where it should: what readers have reported until now is "
    "answered, and holds it no more. What they report later counts."
)
ROWS = ("beat", "ending", "entry", "dispute")


class Migration(migrations.Migration):
    dependencies = [("guide", "0021_cast_and_twins")]

    operations = [
        migrations.AlterField(
            prefix + noun, "cleared", models.BooleanField(default=False, help_text=HELP)
        )
        for noun in ROWS
        for prefix in ("", "historical")
    ]
