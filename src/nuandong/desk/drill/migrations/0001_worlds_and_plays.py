"""Worlds and plays. The migration itself writes which world the database is of, and the database never lets go of it.

A database in which the ledger holds entries already was at work before drills were built: it is real, whatever the
desk says that migrates it. Going back forgets the mark together with the table.
"""

from typing import Any

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from nuandong.desk.ledger.immutable import forbid


def name_the_world(apps: Any, schema_editor: Any) -> None:
    was_at_work = apps.get_model("ledger", "Entry").objects.exists()
    word = "drill" if settings.IS_DRILL and not was_at_work else "real"
    apps.get_model("drill", "World").objects.create(only=1, word=word)


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("directory", "0001_who_and_what"),
        ("ledger", "0002_head_apart"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Play",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name_zh", models.CharField(max_length=200)),
                ("name_en", models.CharField(max_length=200)),
                ("note_zh", models.TextField(blank=True)),
                ("note_en", models.TextField(blank=True)),
                ("script", models.TextField()),
                ("seed", models.BigIntegerField()),
                ("begins_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                (
                    "begun_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Happening",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("place", models.PositiveIntegerField()),
                ("at", models.DateTimeField(db_index=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("weather", "Weather"),
                            ("arc", "Pipe"),
                            ("source", "Source"),
                            ("incident", "Call"),
                            ("reports", "Reports"),
                            ("observed", "Observation"),
                        ],
                        max_length=20,
                    ),
                ),
                ("facts", models.JSONField(default=dict)),
                ("words_zh", models.TextField()),
                ("words_en", models.TextField()),
                ("played_at", models.DateTimeField(blank=True, null=True)),
                ("outcome", models.JSONField(blank=True, default=dict)),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.region",
                        to_field="code",
                    ),
                ),
                (
                    "play",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="happenings",
                        to="drill.play",
                    ),
                ),
            ],
            options={
                "ordering": ("at", "place"),
            },
        ),
        migrations.CreateModel(
            name="World",
            fields=[
                ("only", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("word", models.CharField(max_length=10)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("only", 1)), name="drill_one_world"),
                    models.CheckConstraint(
                        condition=models.Q(("word__in", ["real", "drill"])), name="drill_world_is_known"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="play",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("begins_at"))), name="drill_play_lasts"
            ),
        ),
        migrations.AddConstraint(
            model_name="happening",
            constraint=models.UniqueConstraint(fields=("play", "place"), name="drill_happening_once"),
        ),
        migrations.RunPython(name_the_world, migrations.RunPython.noop),
        forbid("drill_world", "UPDATE", "DELETE"),
    ]
