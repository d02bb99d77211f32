"""Sites with limits and alarms, what plants report, and the matters of departments.

All tables are empty at first. What was said once (a site's limit, a plant's day, an entry of a matter) is never changed:
the database itself refuses. Going back drops them.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nuandong.desk.frame.fields
from nuandong.desk.ledger.immutable import forbid


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("directory", "0003_duty_and_contacts"),
        ("outlook", "0004_runs_of_letters"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Matter",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("department", models.CharField(db_index=True, max_length=40)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("guiding", "Guiding a cut"),
                            ("coke_oven", "Coke-oven gas to the grid"),
                            ("city_gas", "City gas supply"),
                            ("producer", "Link with a producer"),
                            ("clean_heating", "Clean heating"),
                            ("other", "Another matter"),
                        ],
                        max_length=20,
                    ),
                ),
                ("title", models.CharField(max_length=200)),
                ("words", models.TextField(blank=True)),
                ("due", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("closed", "Closed")], default="open", max_length=20
                    ),
                ),
                ("result", models.TextField(blank=True)),
                ("opened_at", models.DateTimeField()),
                ("closed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "closed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
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
                        related_name="+",
                        to="directory.organisation",
                        to_field="code",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.region",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "ordering": ("due", "id"),
            },
        ),
        migrations.CreateModel(
            name="MatterEntry",
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
                            ("opened", "Opened"),
                            ("noted", "Noted"),
                            ("closed", "Closed"),
                            ("reopened", "Opened again"),
                        ],
                        max_length=20,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("words", models.TextField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "matter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="entries", to="watch.matter"
                    ),
                ),
            ],
            options={
                "ordering": ("at", "id"),
            },
        ),
        migrations.CreateModel(
            name="PlantDay",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gas_day", models.DateField(db_index=True)),
                ("feed", nuandong.desk.frame.fields.MeasuredField("flow")),
                ("output_t", models.FloatField()),
                ("stock_t", models.FloatField(blank=True, null=True)),
                ("note", models.CharField(blank=True, max_length=400)),
                ("known_at", models.DateTimeField(db_index=True)),
                (
                    "filed_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plant_days",
                        to="directory.deliverypoint",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="SiteAlarm",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "site_kind",
                    models.CharField(
                        choices=[
                            ("point", "Delivery point"),
                            ("gate", "City gate"),
                            ("store", "Store"),
                            ("transfer", "Transfer"),
                        ],
                        max_length=20,
                    ),
                ),
                ("site", models.CharField(max_length=80)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("pressure", "Pressure too low"),
                            ("use", "Use off its forecast"),
                            ("silent", "Meter silent"),
                        ],
                        max_length=20,
                    ),
                ),
                ("name_zh", models.CharField(max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200)),
                ("found", models.FloatField()),
                ("limit", models.FloatField()),
                ("evidence_at", models.DateTimeField()),
                ("raised_at", models.DateTimeField(db_index=True)),
                ("owned_at", models.DateTimeField(blank=True, null=True)),
                ("cleared_at", models.DateTimeField(blank=True, null=True)),
                ("words", models.CharField(blank=True, max_length=400)),
                (
                    "cleared_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.organisation",
                        to_field="code",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.region",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "ordering": ("-raised_at", "-id"),
            },
        ),
        migrations.CreateModel(
            name="SiteMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "site_kind",
                    models.CharField(
                        choices=[
                            ("point", "Delivery point"),
                            ("gate", "City gate"),
                            ("store", "Store"),
                            ("transfer", "Transfer"),
                        ],
                        max_length=20,
                    ),
                ),
                ("site", models.CharField(max_length=80)),
                (
                    "least_pressure",
                    nuandong.desk.frame.fields.MeasuredField("pressure", blank=True, null=True),
                ),
                ("is_coal_to_gas", models.BooleanField(default=False)),
                ("reason", models.CharField(max_length=200)),
                ("set_at", models.DateTimeField(db_index=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.organisation",
                        to_field="code",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.region",
                        to_field="code",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Expected",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "site_kind",
                    models.CharField(
                        choices=[
                            ("point", "Delivery point"),
                            ("gate", "City gate"),
                            ("store", "Store"),
                            ("transfer", "Transfer"),
                        ],
                        max_length=20,
                    ),
                ),
                ("site", models.CharField(max_length=80)),
                ("gas_day", models.DateField(db_index=True)),
                ("flow", nuandong.desk.frame.fields.MeasuredField("flow")),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="outlook.run"
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("site_kind", "site", "gas_day"), name="watch_expected_once"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="matter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "closed"), _negated=True),
                    models.Q(("closed_at__isnull", False), models.Q(("result", ""), _negated=True)),
                    _connector="OR",
                ),
                name="watch_matter_closed_with_result",
            ),
        ),
        migrations.AddConstraint(
            model_name="plantday",
            constraint=models.UniqueConstraint(
                fields=("point", "gas_day", "known_at"), name="watch_plant_day_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="plantday",
            constraint=models.CheckConstraint(
                condition=models.Q(("feed__gte", 0), ("output_t__gte", 0)),
                name="watch_plant_day_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="sitealarm",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cleared_at__isnull", True)),
                fields=("site_kind", "site", "kind"),
                name="watch_alarm_open_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="sitealarm",
            constraint=models.CheckConstraint(
                condition=models.Q(("owner__isnull", True), ("owned_at__isnull", False), _connector="OR"),
                name="watch_owner_is_dated",
            ),
        ),
        forbid("watch_sitemark", "UPDATE"),
        forbid("watch_plantday", "UPDATE"),
        forbid("watch_matterentry", "UPDATE"),
    ]
