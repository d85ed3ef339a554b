"""Whose a disputed fact is: readers propose some."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("guide", "0013_publish_at"),
    ]

    operations = [
        migrations.AddField(
            model_name="dispute",
            name="author",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="dispute",
            name="byline",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="historicaldispute",
            name="author",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="historicaldispute",
            name="byline",
            field=models.CharField(blank=True, max_length=60),
        ),
    ]
