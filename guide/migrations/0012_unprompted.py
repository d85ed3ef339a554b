"""Who is asked for a reading before its votes show, and of which films nobody is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("guide", "0011_moved")]
    operations = [
        migrations.AddField(
            model_name="reader",
            name="asked_first",
            field=models.BooleanField(
                db_default=True,
                default=True,
                help_text="Asked for a reading of an ending before its votes show.",
            ),
        ),
        migrations.AddField(
            model_name="bookmark",
            name="prompted",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Could its votes be seen before signing in?",
            ),
        ),
        migrations.AddIndex(
            model_name="vote",
            index=models.Index(
                condition=models.Q(("blind", True)),
                fields=["entry"],
                name="vote_unprompted",
            ),
        ),
    ]
