"""The rights to publish a guide and to take a film down."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("guide", "0008_waved"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="film",
            options={
                "default_manager_name": "unguarded",
                "ordering": ["sort_title", "year", "public_id"],
                "permissions": [
                    (
                        "publish_guide",
                        "Can publish, change and retire what readers see",
                    ),
                    ("take_down_film", "Can take a film down"),
                ],
            },
        ),
    ]
