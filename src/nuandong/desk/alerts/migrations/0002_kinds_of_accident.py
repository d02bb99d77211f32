"""An accident says which kind it was and where it happened.

Earlier accidents keep both empty: what their words tell is not guessed into a list. Going back loses the two columns.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("alerts", "0001_levels_and_incidents"),
    ]

    operations = [
        migrations.AddField(
            model_name="incident",
            name="accident",
            field=models.CharField(
                blank=True,
                choices=[
                    ("leak", "Leak"),
                    ("explosion", "Explosion"),
                    ("fire", "Fire"),
                    ("poisoning", "Poisoning by carbon monoxide or gas"),
                    ("third_party", "Pipe struck by digging or building"),
                    ("equipment", "Failure of equipment"),
                    ("other_accident", "Another accident"),
                ],
                max_length=20,
            ),
        ),
        migrations.AddField(
            model_name="incident",
            name="setting",
            field=models.CharField(
                blank=True,
                choices=[
                    ("household", "In a household"),
                    ("shop", "In a shop or restaurant"),
                    ("works", "In a works"),
                    ("pipe", "On a pipe"),
                    ("station", "In a station or store"),
                    ("transport", "In transport"),
                    ("elsewhere", "Elsewhere"),
                ],
                max_length=20,
            ),
        ),
    ]
