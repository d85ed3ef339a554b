"""The rights to export a guide and to import one."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("guide", "0016_proposal_promises"),
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
                    ("export_guide", "Can export a guide, with all that it hides"),
                    ("import_guide", "Can import a guide"),
                ],
            },
        ),
    ]
