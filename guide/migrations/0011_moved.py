"""Which piece of evidence moved a voter."""

import django.db.models.deletion
import django.db.models.manager
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("guide", "0010_desk_groups")]
    operations = [
        migrations.CreateModel(
            name="Moved",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "value",
                    models.SmallIntegerField(
                        help_text="That of the vote, when it was said"
                    ),
                ),
                (
                    "evidence",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="guide.evidence",
                    ),
                ),
                (
                    "vote",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="guide.vote",
                    ),
                ),
            ],
            options={
                "base_manager_name": "unguarded",
                "default_manager_name": "unguarded",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("value__in", (1, -1))),
                        name="moved_goes_with_a_vote",
                    )
                ],
            },
            managers=[("unguarded", django.db.models.manager.Manager())],
        ),
    ]
