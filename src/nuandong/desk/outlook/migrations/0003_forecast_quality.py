"""A further kind of study: how good the forecast would have been on past winters. Going back keeps its records."""

from django.db import migrations, models

KINDS = [
    ("what_if", "What if"), ("outages", "Outages"), ("explanation", "What would spare it"), ("season", "Season outlook"),
    ("quality", "Forecast quality"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("outlook", "0002_reasons_and_studies")]

    operations = [
        migrations.AlterField("study", "kind", models.CharField(choices=KINDS, max_length=20)),
    ]
