"""Reports with versions, readings, contracts with their terms, nominations, weather: each row with its instant.

`known_at`, `filed_at` and `issue_at` are there from the first row, because a past that was not dated cannot be
dated later. A filed version and its figures cannot be changed in the database either. There are no older rows;
going back drops all reports.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nuandong.desk.frame.fields
import nuandong.vocabulary
from nuandong.desk.ledger.immutable import forbid


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("directory", "0001_who_and_what"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Contract",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=80, unique=True)),
                (
                    "link",
                    models.CharField(
                        choices=[("upstream", "Supplier to city gas"), ("downstream", "City gas to user")],
                        max_length=20,
                    ),
                ),
                (
                    "delivery_node",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="directory.networknode",
                        to_field="code",
                    ),
                ),
                (
                    "delivery_point",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="directory.deliverypoint",
                        to_field="code",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="directory.organisation",
                        to_field="code",
                    ),
                ),
                (
                    "supply",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contracts",
                        to="directory.facility",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="DailyReport",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gas_day", models.DateField(db_index=True)),
                (
                    "unit",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reports",
                        to="directory.reportingunit",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "ordering": ("gas_day", "id"),
            },
        ),
        migrations.CreateModel(
            name="InventoryReading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gas_day", models.DateField()),
                ("inventory", nuandong.desk.frame.fields.MeasuredField("volume")),
                ("known_at", models.DateTimeField(db_index=True)),
                ("source", models.CharField(blank=True, max_length=80)),
                (
                    "store",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="inventory_readings",
                        to="directory.facility",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Nomination",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("gas_day", models.DateField(db_index=True)),
                ("revision", models.PositiveIntegerField()),
                ("filed_at", models.DateTimeField()),
                ("flow", nuandong.desk.frame.fields.MeasuredField("flow")),
                ("gas_kind", models.CharField(blank=True, max_length=40)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="nominations",
                        to="reporting.contract",
                        to_field="code",
                    ),
                ),
                (
                    "filed_by",
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
            name="Reading",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("from_at", models.DateTimeField()),
                ("to_at", models.DateTimeField()),
                ("amount", nuandong.desk.frame.fields.MeasuredField("volume")),
                (
                    "quality",
                    models.CharField(
                        choices=[("metered", "Metered"), ("estimated", "Estimated"), ("suspect", "Suspect")],
                        default="metered",
                        max_length=20,
                    ),
                ),
                ("source", models.CharField(max_length=80)),
                ("known_at", models.DateTimeField(db_index=True)),
                ("filed_by_subject_of_cut", models.BooleanField(default=False)),
                (
                    "delivery_point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="readings",
                        to="directory.deliverypoint",
                        to_field="code",
                    ),
                ),
                (
                    "filed_by",
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
            name="ReportVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("filed_at", models.DateTimeField(db_index=True)),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("form", "Web form"),
                            ("xlsx", "Workbook"),
                            ("api", "Interface"),
                            ("case", "Case folder"),
                        ],
                        max_length=20,
                    ),
                ),
                ("is_nothing_to_report", models.BooleanField(default=False)),
                ("is_late", models.BooleanField(default=False)),
                ("deadline_at", models.DateTimeField(blank=True, null=True)),
                ("note", models.TextField(blank=True)),
                (
                    "quality",
                    models.CharField(
                        choices=[("accepted", "Accepted"), ("with_remarks", "Accepted with remarks")],
                        default="accepted",
                        max_length=20,
                    ),
                ),
                ("findings", models.JSONField(blank=True, default=list)),
                (
                    "filed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="reporting.dailyreport",
                    ),
                ),
                (
                    "signed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.person",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="ReportFigure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("quantity", models.CharField(max_length=60)),
                (
                    "consumer_class",
                    nuandong.desk.frame.fields.WordField(
                        nuandong.vocabulary.ConsumerClass, blank=True, max_length=40, null=True
                    ),
                ),
                ("amount", nuandong.desk.frame.fields.MeasuredField("by_quantity", blank=True, null=True)),
                ("words", models.TextField(blank=True)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="figures",
                        to="reporting.reportversion",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="SupplyMeasure",
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
                ("code", models.CharField(max_length=80)),
                ("name_zh", models.CharField(max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200)),
                (
                    "kind",
                    nuandong.desk.frame.fields.WordField(nuandong.vocabulary.MeasureKind, max_length=40),
                ),
                ("flow", nuandong.desk.frame.fields.MeasuredField("flow")),
                ("lead_hours", nuandong.desk.frame.fields.MeasuredField("hours", default=0.0)),
                ("begins", models.DateField()),
                ("ends", models.DateField()),
                ("known_at", models.DateTimeField(db_index=True)),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        to="directory.networknode",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="WeatherValue",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("area", models.CharField(max_length=80)),
                ("gas_day", models.DateField()),
                (
                    "kind",
                    nuandong.desk.frame.fields.WordField(nuandong.vocabulary.WeatherKind, max_length=40),
                ),
                ("issue_at", models.DateTimeField(db_index=True)),
                ("mean_temperature", nuandong.desk.frame.fields.MeasuredField("temperature")),
                ("reference", models.CharField(blank=True, max_length=400)),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("area", "gas_day", "kind", "issue_at"), name="reporting_weather_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ContractTerms",
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
                ("daily_min", nuandong.desk.frame.fields.MeasuredField("flow", blank=True, null=True)),
                ("daily_max", nuandong.desk.frame.fields.MeasuredField("flow")),
                ("season_max", nuandong.desk.frame.fields.MeasuredField("volume", blank=True, null=True)),
                (
                    "livelihood_share",
                    nuandong.desk.frame.fields.MeasuredField("share", blank=True, null=True),
                ),
                ("price", models.DecimalField(blank=True, decimal_places=6, max_digits=12, null=True)),
                ("begins", models.DateField()),
                ("ends", models.DateField()),
                ("known_at", models.DateTimeField(db_index=True)),
                (
                    "contract",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="terms",
                        to="reporting.contract",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("contract", "known_at"), name="reporting_terms_once"),
                    models.CheckConstraint(
                        condition=models.Q(("ends__gte", models.F("begins"))), name="reporting_terms_in_order"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ConversionBatch",
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
                ("code", models.CharField(max_length=80)),
                ("households", nuandong.desk.frame.fields.MeasuredField("households")),
                ("certified", models.BooleanField(default=False)),
                ("gas_on_day", models.DateField(blank=True, null=True)),
                (
                    "peak_use_m3",
                    nuandong.desk.frame.fields.MeasuredField("peak_use_m3", blank=True, null=True),
                ),
                ("known_at", models.DateTimeField(db_index=True)),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="conversion_batches",
                        to="directory.region",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(fields=("code", "known_at"), name="reporting_batch_once")
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="dailyreport",
            constraint=models.UniqueConstraint(fields=("unit", "gas_day"), name="reporting_one_report_a_day"),
        ),
        migrations.AddConstraint(
            model_name="inventoryreading",
            constraint=models.UniqueConstraint(
                fields=("store", "gas_day", "known_at"), name="reporting_inventory_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="inventoryreading",
            constraint=models.CheckConstraint(
                condition=models.Q(("inventory__gte", 0)), name="reporting_inventory_not_negative"
            ),
        ),
        migrations.AddConstraint(
            model_name="nomination",
            constraint=models.UniqueConstraint(
                fields=("contract", "gas_day", "revision"), name="reporting_nomination_revised_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="nomination",
            constraint=models.CheckConstraint(
                condition=models.Q(("flow__gte", 0)), name="reporting_nomination_not_negative"
            ),
        ),
        migrations.AddIndex(
            model_name="reading",
            index=models.Index(fields=["delivery_point", "from_at"], name="reporting_reading_when"),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_at__gt", models.F("from_at"))), name="reporting_reading_lasts"
            ),
        ),
        migrations.AddConstraint(
            model_name="reading",
            constraint=models.UniqueConstraint(
                fields=("delivery_point", "from_at", "to_at", "source", "known_at"),
                name="reporting_reading_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="reportversion",
            constraint=models.UniqueConstraint(
                fields=("report", "number"), name="reporting_version_numbered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="reportversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="reporting_version_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="reportfigure",
            constraint=models.UniqueConstraint(fields=("version", "quantity"), name="reporting_figure_once"),
        ),
        migrations.AddConstraint(
            model_name="supplymeasure",
            constraint=models.UniqueConstraint(fields=("code", "known_at"), name="reporting_measure_once"),
        ),
        forbid("reporting_reportversion", "UPDATE"),
        forbid("reporting_reportfigure", "UPDATE"),
    ]
