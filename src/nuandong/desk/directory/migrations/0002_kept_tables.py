"""Tables of a case that have no records of their own are kept whole: contract terms, shared limits, hour shapes.

Seasons brought in before have none of them and stay as they are. Going back drops the tables; the case folder holds
them still.
"""

from django.db import migrations, models

from nuandong.desk.ledger.immutable import forbid


class Migration(migrations.Migration):
    dependencies = [("directory", "0001_who_and_what")]

    operations = [
        migrations.CreateModel(
            name="KeptTable",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=40)),
                ("texts", models.JSONField()),
                ("known_at", models.DateTimeField()),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("name", "known_at"), name="directory_one_table_a_time")
                ],
            },
        ),
        forbid("directory_kepttable", "UPDATE"),
    ]
