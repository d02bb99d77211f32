"""A report may come by the form that works without a network."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("reporting", "0004_readings_of_sites")]

    operations = [
        migrations.AlterField(
            model_name="reportversion",
            name="channel",
            field=models.CharField(
                choices=[
                    ("form", "Web form"),
                    ("xlsx", "Workbook"),
                    ("offline", "Offline form"),
                    ("api", "Interface"),
                    ("case", "Case folder"),
                ],
                max_length=20,
            ),
        ),
    ]
