"""Addresses that are told of events, what each was told, and how many calls of a minute were given out.

All tables are empty at first. Going back drops them: subscriptions must be made anew, with fresh secrets.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("api", "0002_tokens_that_decide"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Allowance",
            fields=[
                ("caller", models.CharField(max_length=80, primary_key=True, serialize=False)),
                ("minute", models.BigIntegerField(db_index=True)),
                ("given", models.PositiveIntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="Followed",
            fields=[
                ("only", models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ("entry", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("only", 1)), name="api_one_followed")
                ],
            },
        ),
        migrations.CreateModel(
            name="Subscription",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=80)),
                ("address", models.CharField(max_length=500)),
                ("kinds", models.JSONField(default=list)),
                ("seed", models.CharField(max_length=64)),
                ("previous_seed", models.CharField(blank=True, max_length=64)),
                ("previous_until", models.DateTimeField(blank=True, null=True)),
                ("made_at", models.DateTimeField()),
                ("after_entry", models.BigIntegerField()),
                ("told", models.BigIntegerField(default=0)),
                ("is_on", models.BooleanField(default=True)),
                ("rests_until", models.DateTimeField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="subscriptions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
            },
        ),
        migrations.CreateModel(
            name="Event",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.BigIntegerField()),
                ("mark", models.CharField(max_length=40, unique=True)),
                ("kind", models.CharField(max_length=40)),
                ("entry", models.BigIntegerField(blank=True, null=True)),
                ("body", models.TextField()),
                ("made_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "Yet to be sent"),
                            ("delivered", "Delivered"),
                            ("given_up", "Given up"),
                            ("held", "Held back: drill"),
                            ("dropped", "Not sent"),
                        ],
                        default="waiting",
                        max_length=20,
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                ("status", models.PositiveSmallIntegerField(blank=True, null=True)),
                ("trouble", models.CharField(blank=True, max_length=300)),
                (
                    "subscription",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="api.subscription",
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "indexes": [
                    models.Index(fields=["subscription", "state", "next_try_at"], name="api_event_due")
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("subscription", "number"), name="api_event_number_once"),
                    models.UniqueConstraint(fields=("subscription", "entry"), name="api_entry_told_once"),
                ],
            },
        ),
    ]
