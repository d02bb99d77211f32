"""The ledger's chain and the outbox; the database refuses to change or delete an entry.

The first tables of all: whatever happens later is told here. There are no older rows. Going back loses the
ledger, so nobody goes back on a desk that has been at work.
"""

from django.db import migrations, models

from nuandong.desk.ledger.immutable import forbid


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Entry",
            fields=[
                ("sequence", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_index=True)),
                ("actor", models.CharField(max_length=80)),
                ("act", models.CharField(db_index=True, max_length=60)),
                ("subject_kind", models.CharField(max_length=60)),
                ("subject_id", models.CharField(max_length=120)),
                ("line", models.TextField()),
                ("hash_algorithm", models.CharField(max_length=20)),
                ("previous_hash", models.CharField(max_length=128)),
                ("hash", models.CharField(max_length=128, unique=True)),
            ],
            options={
                "ordering": ("sequence",),
                "indexes": [models.Index(fields=["subject_kind", "subject_id"], name="ledger_entry_subject")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("sequence__gte", 1)), name="ledger_sequence_from_one"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Letter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=200, unique=True)),
                ("errand", models.CharField(max_length=60)),
                ("facts", models.JSONField(default=dict)),
                ("put_at", models.DateTimeField()),
                ("not_before", models.DateTimeField()),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("leased_by", models.CharField(blank=True, max_length=80)),
                ("leased_until", models.DateTimeField(blank=True, null=True)),
                ("done_at", models.DateTimeField(blank=True, null=True)),
                ("given_up_at", models.DateTimeField(blank=True, null=True)),
                ("trouble", models.TextField(blank=True)),
            ],
            options={
                "ordering": ("not_before", "id"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at__isnull", True), ("given_up_at__isnull", True)),
                        fields=["not_before"],
                        name="ledger_letter_open",
                    )
                ],
            },
        ),
        forbid("ledger_entry", "UPDATE", "DELETE"),
    ]
