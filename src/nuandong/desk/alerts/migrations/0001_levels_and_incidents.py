"""Levels proposed and declared, steps done, incidents with their entries; nothing of it stood anywhere before."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nuandong.desk.frame.fields


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("directory", "0003_duty_and_contacts"),
        ("outlook", "0003_forecast_quality"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Incident",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("outage", "Gas cut off"),
                            ("short", "Short supply or low pressure"),
                            ("accident", "Accident"),
                            ("upstream", "Upstream reduces or closes"),
                            ("facility", "Facility or pipe fails"),
                            ("other", "Something else"),
                        ],
                        max_length=20,
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("found", "Found"),
                            ("reported", "Reported"),
                            ("verified", "Verified"),
                            ("responding", "Being handled"),
                            ("closing", "Closing awaits a second person"),
                            ("closed", "Closed"),
                            ("reviewed", "Reviewed"),
                            ("unfounded", "Not confirmed"),
                        ],
                        default="found",
                        max_length=20,
                    ),
                ),
                ("gravity", models.CharField(default="ordinary", max_length=20)),
                ("found_at", models.DateTimeField(db_index=True)),
                ("happened_at", models.DateTimeField(blank=True, null=True)),
                ("place", models.CharField(max_length=300)),
                ("source", models.CharField(blank=True, max_length=300)),
                ("supply_demand", models.TextField(blank=True)),
                ("affected", models.TextField(blank=True)),
                ("trend", models.TextField(blank=True)),
                ("measures", models.TextField(blank=True)),
                ("households", models.PositiveIntegerField(default=0)),
                ("hours", models.FloatField(default=0.0)),
                ("villages", models.JSONField(blank=True, default=list)),
                ("dead", models.PositiveIntegerField(default=0)),
                ("injured", models.PositiveIntegerField(default=0)),
                ("is_concentrated", models.BooleanField(default=False)),
                ("opened_at", models.DateTimeField()),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incidents",
                        to="directory.organisation",
                        to_field="code",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="incidents",
                        to="directory.region",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "ordering": ("-found_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="IncidentEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("found", "Found"),
                            ("voiced", "Told by voice"),
                            ("reported", "Reported in writing"),
                            ("verified", "Verified"),
                            ("unfounded", "Not confirmed"),
                            ("responded", "Measure taken"),
                            ("followed_up", "Further report"),
                            ("escalated", "Escalated"),
                            ("overdue", "Limit missed"),
                            ("closing", "Closing asked for"),
                            ("kept_open", "Kept open"),
                            ("closed", "Closed"),
                            ("reviewed", "Reviewed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField(db_index=True)),
                ("words", models.TextField()),
                ("facts", models.JSONField(blank=True, default=dict)),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "incident",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="alerts.incident",
                    ),
                ),
            ],
            options={
                "ordering": ("at", "id"),
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scope", models.CharField(default="province", max_length=80)),
                (
                    "scope_kind",
                    models.CharField(
                        choices=[("province", "Province"), ("zone", "Supply zone"), ("city", "City")],
                        default="province",
                        max_length=20,
                    ),
                ),
                ("scope_zh", models.CharField(max_length=200)),
                ("scope_en", models.CharField(blank=True, max_length=200)),
                ("gas_day", models.DateField(db_index=True)),
                ("level", models.CharField(max_length=20)),
                ("plan_code", models.CharField(max_length=80)),
                ("policy_version", models.CharField(max_length=64)),
                ("standing_level", models.CharField(max_length=20)),
                ("called_level", models.CharField(max_length=20)),
                ("way", models.CharField(max_length=20)),
                ("demand", nuandong.desk.frame.fields.MeasuredField("flow")),
                ("gap", nuandong.desk.frame.fields.MeasuredField("flow")),
                ("gap_share", nuandong.desk.frame.fields.MeasuredField("share")),
                ("livelihood_gap", nuandong.desk.frame.fields.MeasuredField("flow")),
                ("reasons", models.JSONField(default=list)),
                ("conditions", models.JSONField(default=list)),
                ("changes", models.JSONField(default=list)),
                ("proposed_at", models.DateTimeField()),
                ("decide_by", models.DateTimeField()),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="level_proposals",
                        to="outlook.run",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Declaration",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("scope", models.CharField(default="province", max_length=80)),
                (
                    "scope_kind",
                    models.CharField(
                        choices=[("province", "Province"), ("zone", "Supply zone"), ("city", "City")],
                        default="province",
                        max_length=20,
                    ),
                ),
                ("scope_zh", models.CharField(max_length=200)),
                ("scope_en", models.CharField(blank=True, max_length=200)),
                ("gas_day", models.DateField(db_index=True)),
                ("level", models.CharField(max_length=20)),
                ("plan_code", models.CharField(max_length=80)),
                ("policy_version", models.CharField(max_length=64)),
                ("previous_level", models.CharField(max_length=20)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("submitted", "Waiting for approval"),
                            ("declared", "Declared"),
                            ("refused", "Sent back"),
                        ],
                        default="submitted",
                        max_length=20,
                    ),
                ),
                ("office", models.CharField(max_length=20)),
                ("reason", models.TextField(blank=True)),
                ("submitted_at", models.DateTimeField()),
                ("declared_at", models.DateTimeField(blank=True, db_index=True, null=True)),
                ("answer", models.TextField(blank=True)),
                (
                    "declared_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declarations",
                        to="outlook.run",
                    ),
                ),
                (
                    "submitted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="declarations",
                        to="alerts.proposal",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="StepDone",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("step", models.CharField(max_length=40)),
                ("is_set_aside", models.BooleanField(default=False)),
                ("done_at", models.DateTimeField()),
                ("note", models.TextField()),
                (
                    "declaration",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps_done",
                        to="alerts.declaration",
                    ),
                ),
                (
                    "done_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("done_at", "id"),
            },
        ),
        migrations.AddConstraint(
            model_name="incident",
            constraint=models.CheckConstraint(
                condition=models.Q(("found_at__lte", models.F("opened_at"))),
                name="alerts_found_before_opened",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposal",
            constraint=models.UniqueConstraint(fields=("run", "scope"), name="alerts_one_proposal_a_run"),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("declared_by__isnull", True),
                    models.Q(("declared_by", models.F("submitted_by")), _negated=True),
                    _connector="OR",
                ),
                name="alerts_declared_by_other_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="declaration",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "declared"), _negated=True),
                    models.Q(("declared_at__isnull", False), ("declared_by__isnull", False)),
                    _connector="OR",
                ),
                name="alerts_declared_by_somebody",
            ),
        ),
        migrations.AddConstraint(
            model_name="stepdone",
            constraint=models.UniqueConstraint(fields=("declaration", "step"), name="alerts_step_done_once"),
        ),
    ]
