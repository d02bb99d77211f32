"""Daily roots of the chain; readings are never changed; no filed report is deleted.

Roots begin with the first gas day that ends from now on or was told of before; those are drawn from the entries that
stand there. Versions and figures of reports could not be changed before, now they cannot be deleted either, and readings
neither. Going back loses the roots and takes the guards down.
"""

from django.db import migrations, models

from nuandong.desk.ledger.immutable import forbid


class Migration(migrations.Migration):
    dependencies = [("ledger", "0002_head_apart"), ("reporting", "0002_wind_beside_temperature")]

    operations = [
        migrations.CreateModel(
            name="DailyRoot",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gas_day", models.DateField(unique=True)),
                ("sequence", models.BigIntegerField()),
                ("hash", models.CharField(max_length=128)),
                ("drawn_at", models.DateTimeField()),
            ],
            options={"ordering": ("gas_day",)},
        ),
        migrations.AddIndex("entry", models.Index(fields=["actor", "sequence"], name="ledger_entry_actor")),
        forbid("ledger_dailyroot", "UPDATE", "DELETE"),
        forbid("reporting_reading", "UPDATE", "DELETE"),
        forbid("reporting_reportversion", "DELETE"),
        forbid("reporting_reportfigure", "DELETE"),
    ]
