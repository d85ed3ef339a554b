"""Which cut a reader watches, kept beside the minute."""

import django.db.models.deletion
from django.db import migrations, models

import guide.gate.fields


class Migration(migrations.Migration):
    dependencies = [("guide", "0019_titles_folded_anew")]
    operations = [
        migrations.AddField(
            model_name="bookmark",
            name="cut",
            field=models.ForeignKey(
                help_text="The release that is watched, where it is another.",
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to="guide.cut",
            ),
        ),
        migrations.AlterField(
            model_name="bookmark",
            name="minute",
            field=guide.gate.fields.MinuteField(help_text="Of the reference release."),
        ),
    ]
