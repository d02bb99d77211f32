"""Seasons, heat-load models, runs with their pictures.

There are no older rows; going back drops the runs, which can be computed again from the records.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nuandong.desk.frame.fields
import nuandong.vocabulary


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("directory", "0001_who_and_what"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Season",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("province", models.CharField(max_length=40)),
                ("name_zh", models.CharField(max_length=200)),
                ("name_en", models.CharField(max_length=200)),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                ("default_gas_day", models.DateField()),
                ("default_as_of", models.DateTimeField()),
                ("horizon_days", models.PositiveIntegerField(default=14)),
                ("effective_weights", models.JSONField(default=list)),
                (
                    "reference_temperature",
                    nuandong.desk.frame.fields.MeasuredField("temperature", default=-5.0),
                ),
                ("is_replay", models.BooleanField(default=False)),
                ("note_zh", models.TextField(blank=True)),
                ("note_en", models.TextField(blank=True)),
                ("policy_text", models.TextField(blank=True)),
                ("content_hash", models.CharField(blank=True, max_length=64)),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("province", "first_day"), name="outlook_one_season_a_winter"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gt", models.F("first_day"))),
                        name="outlook_season_lasts",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HeatLoadModel",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "evidence",
                    nuandong.desk.frame.fields.WordField(
                        nuandong.vocabulary.Evidence,
                        default=nuandong.vocabulary.Evidence["STATED"],
                        max_length=40,
                    ),
                ),
                ("reference", models.CharField(blank=True, max_length=400)),
                (
                    "consumer_class",
                    nuandong.desk.frame.fields.WordField(nuandong.vocabulary.ConsumerClass, max_length=40),
                ),
                ("steady_use", nuandong.desk.frame.fields.MeasuredField("flow")),
                ("heat_use", nuandong.desk.frame.fields.MeasuredField("heat_use")),
                ("balance_temperature", nuandong.desk.frame.fields.MeasuredField("temperature")),
                ("rest_day_factor", nuandong.desk.frame.fields.MeasuredField("factor", default=1.0)),
                ("known_at", models.DateTimeField(db_index=True)),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="heat_load_models",
                        to="directory.region",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("county", "consumer_class", "known_at"), name="outlook_model_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Run",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gas_day", models.DateField(db_index=True)),
                ("as_of", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("queued", "Queued"),
                            ("running", "Running"),
                            ("done", "Done"),
                            ("failed", "Failed"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="queued",
                        max_length=20,
                    ),
                ),
                ("progress", models.CharField(blank=True, max_length=200)),
                ("picture", models.JSONField(blank=True, null=True)),
                ("policy_version", models.CharField(blank=True, max_length=64)),
                ("input_hash", models.CharField(blank=True, max_length=64)),
                ("programme_version", models.CharField(blank=True, max_length=40)),
                ("plan_code", models.CharField(blank=True, max_length=80)),
                ("level", models.CharField(blank=True, max_length=20)),
                ("gap_share", nuandong.desk.frame.fields.MeasuredField("share", blank=True, null=True)),
                ("reported", models.PositiveIntegerField(default=0)),
                ("expected", models.PositiveIntegerField(default=0)),
                ("case_name", models.CharField(blank=True, max_length=200)),
                ("requested_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("trouble", models.TextField(blank=True)),
                (
                    "requested_by",
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
                "ordering": ("-id",),
                "indexes": [models.Index(fields=["gas_day", "state", "as_of"], name="outlook_run_of_day")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("finished_at__isnull", False), ("picture__isnull", False)),
                            _connector="OR",
                        ),
                        name="outlook_done_has_picture",
                    )
                ],
            },
        ),
    ]
