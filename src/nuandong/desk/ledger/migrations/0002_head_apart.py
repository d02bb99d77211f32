"""The end of the chain is kept in a row of its own, so that entries cut off its end are missed.

A chain whose last entries were deleted holds in itself: nothing in it tells how long it was. The head does. It starts
from the last entry that stands there now; the database lets it go forward only and never lets it be deleted.
"""

from typing import Any

from django.db import migrations, models

from nuandong.desk.ledger.immutable import forbid, only_forward

BEGINNING = "0" * 64


def start_at_the_last_entry(apps: Any, schema_editor: Any) -> None:
    last = apps.get_model("ledger", "Entry").objects.order_by("-sequence").first()
    sequence, digest = (last.sequence, last.hash) if last else (0, BEGINNING)
    apps.get_model("ledger", "Head").objects.create(only=1, sequence=sequence, hash=digest)


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_chain_and_outbox")]

    operations = [
        migrations.CreateModel(
            name="Head",
            fields=[
                ("only", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("sequence", models.BigIntegerField()),
                ("hash", models.CharField(max_length=128)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("only", 1)), name="ledger_one_head")
                ],
            },
        ),
        migrations.RunPython(start_at_the_last_entry, migrations.RunPython.noop),
        forbid("ledger_head", "DELETE"),
        only_forward("ledger_head", "sequence"),
    ]
