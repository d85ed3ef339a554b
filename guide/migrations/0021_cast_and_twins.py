"""The cast of a film, as billed and without roles; an index by which films of one title
and year are told apart."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("guide", "0020_cut_watched"),
    ]

    operations = [
        migrations.AlterField(
            model_name="credit",
            name="role",
            field=models.CharField(
                choices=[
                    ("director", "director"),
                    ("writer", "writer"),
                    ("source", "author of what it is after"),
                    ("cast", "cast, in the order of billing"),
                ],
                max_length=8,
            ),
        ),
        migrations.AlterField(
            model_name="historicalcredit",
            name="role",
            field=models.CharField(
                choices=[
                    ("director", "director"),
                    ("writer", "writer"),
                    ("source", "author of what it is after"),
                    ("cast", "cast, in the order of billing"),
                ],
                max_length=8,
            ),
        ),
        migrations.AddIndex(
            model_name="film",
            index=models.Index(fields=["title", "year"], name="film_by_title"),
        ),
        migrations.AddConstraint(
            model_name="credit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("role", "cast"), _negated=True),
                    ("note", ""),
                    _connector="OR",
                ),
                name="cast_without_roles",
                violation_error_message="Say no more of the cast than their "
                "names: a role can spoil.",
            ),
        ),
    ]
