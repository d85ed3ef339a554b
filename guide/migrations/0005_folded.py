"""What is folded of an entry's votes already, and which votes are not in it."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("guide", "0004_groups")]
    operations = [
        migrations.CreateModel(
            name="Folded",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="guide.entry",
                    ),
                ),
                ("yes", models.PositiveIntegerField(default=0)),
                ("no", models.PositiveIntegerField(default=0)),
            ],
            options={
                "base_manager_name": "unguarded",
                "default_manager_name": "unguarded",
            },
            managers=[("unguarded", django.db.models.manager.Manager())],
        ),
        migrations.RemoveIndex(model_name="vote", name="vote_by_entry"),
        migrations.AddField(
            model_name="vote",
            name="counts",
            field=models.BooleanField(
                db_default=True, default=True, help_text="Does the fold take it?"
            ),
        ),
        migrations.AddField(
            model_name="vote",
            name="loose",
            field=models.BooleanField(
                db_default=True,
                default=True,
                help_text="Written since it was last folded?",
            ),
        ),
        migrations.AddField(
            model_name="vote",
            name="folded_value",
            field=models.SmallIntegerField(
                db_default=0,
                default=0,
                help_text="What it is in Folded; 0 for nothing",
            ),
        ),
        migrations.AddIndex(
            model_name="vote",
            index=models.Index(
                condition=models.Q(("loose", True)), fields=["entry"], name="vote_loose"
            ),
        ),
        migrations.AddConstraint(
            model_name="vote",
            constraint=models.CheckConstraint(
                condition=models.Q(("folded_value__in", (1, -1, 0))),
                name="vote_folds_as_a_vote",
            ),
        ),
    ]
