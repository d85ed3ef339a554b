"""Discounts of votes and their lifts: records that only grow."""

import django.db.models.deletion
import django.db.models.manager
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

OPTIONS = {
    "ordering": ["-at", "-pk"],
    "base_manager_name": "unguarded",
    "default_manager_name": "unguarded",
}


def by():
    return models.ForeignKey(
        null=True,
        on_delete=django.db.models.deletion.SET_NULL,
        related_name="+",
        to=settings.AUTH_USER_MODEL,
    )


def key():
    return models.BigAutoField(
        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
    )


def has_a_reason(name):
    return models.CheckConstraint(
        condition=models.Q(("reason", ""), _negated=True), name=name
    )


class Migration(migrations.Migration):
    dependencies = [("guide", "0005_folded")]
    operations = [
        migrations.CreateModel(
            name="Discount",
            fields=[
                ("id", key()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="guide.entry",
                    ),
                ),
                (
                    "vote",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="guide.vote",
                    ),
                ),
                ("by", by()),
                ("reason", models.CharField(max_length=300)),
                (
                    "suspension",
                    models.BooleanField(
                        default=False, help_text="Was the voter's account suspended?"
                    ),
                ),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options=OPTIONS | {"constraints": [has_a_reason("discount_has_a_reason")]},
            managers=[("unguarded", django.db.models.manager.Manager())],
        ),
        migrations.CreateModel(
            name="Lift",
            fields=[
                ("id", key()),
                (
                    "discount",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="guide.discount",
                    ),
                ),
                ("by", by()),
                ("reason", models.CharField(max_length=300)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options=OPTIONS | {"constraints": [has_a_reason("lift_has_a_reason")]},
            managers=[("unguarded", django.db.models.manager.Manager())],
        ),
    ]
