"""Regions, zones, organisations, people, network, users, lists, reporting units.

Accounts have a table of their own from the first day (Django cannot change that later), and personal data stand in
one erasable table. There are no older rows; going back drops the directory.
"""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import nuandong.desk.directory.models.people
import nuandong.desk.frame.fields
import nuandong.vocabulary


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.CreateModel(
            name="NetworkNode",
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
                ("code", models.CharField(max_length=80, unique=True)),
                ("name_zh", models.CharField(max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200)),
                ("kind", nuandong.desk.frame.fields.WordField(nuandong.vocabulary.NodeKind, max_length=40)),
                ("lon", nuandong.desk.frame.fields.MeasuredField("longitude", blank=True, null=True)),
                ("lat", nuandong.desk.frame.fields.MeasuredField("latitude", blank=True, null=True)),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="SupplyZone",
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
                ("code", models.CharField(max_length=80, unique=True)),
                ("name_zh", models.CharField(max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Facility",
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
                ("code", models.CharField(max_length=80, unique=True)),
                ("name_zh", models.CharField(max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("source", "Source"),
                            ("store", "Store"),
                            ("gate", "Gate"),
                            ("plant", "Plant"),
                            ("depot", "Depot"),
                        ],
                        max_length=20,
                    ),
                ),
                ("in_service_from", models.DateField(blank=True, null=True)),
                ("in_service_to", models.DateField(blank=True, null=True)),
                (
                    "node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="facilities",
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
            name="Organisation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=80, unique=True)),
                ("name_zh", models.CharField(max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("office", "Assurance office"),
                            ("government", "Government"),
                            ("department", "Department"),
                            ("supplier", "Gas supplier"),
                            ("pipeline", "Pipeline company"),
                            ("city_gas", "City gas company"),
                            ("producer", "Gas producer"),
                            ("storage", "Storage company"),
                            ("user", "Gas user"),
                            ("other", "Other"),
                        ],
                        max_length=40,
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="directory.organisation",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="NetworkArc",
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
                ("code", models.CharField(max_length=80, unique=True)),
                ("name_zh", models.CharField(max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200)),
                ("kind", nuandong.desk.frame.fields.WordField(nuandong.vocabulary.ArcKind, max_length=40)),
                ("segment", models.CharField(blank=True, max_length=200)),
                ("capacity", nuandong.desk.frame.fields.MeasuredField("capacity")),
                ("capacity_back", nuandong.desk.frame.fields.MeasuredField("capacity", default=0.0)),
                ("length_km", nuandong.desk.frame.fields.MeasuredField("length_km", blank=True, null=True)),
                (
                    "diameter_mm",
                    nuandong.desk.frame.fields.MeasuredField("diameter_mm", blank=True, null=True),
                ),
                ("pressure_min", nuandong.desk.frame.fields.MeasuredField("pressure", blank=True, null=True)),
                ("pressure_max", nuandong.desk.frame.fields.MeasuredField("pressure", blank=True, null=True)),
                ("in_service_from", models.DateField(blank=True, null=True)),
                ("in_service_to", models.DateField(blank=True, null=True)),
                (
                    "from_node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arcs_out",
                        to="directory.networknode",
                        to_field="code",
                    ),
                ),
                (
                    "to_node",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="arcs_in",
                        to="directory.networknode",
                        to_field="code",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="directory.organisation",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="FacilityShare",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("share", nuandong.desk.frame.fields.MeasuredField("share")),
                ("begins", models.DateField()),
                ("ends", models.DateField()),
                ("known_at", models.DateTimeField(db_index=True)),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="directory.facility",
                        to_field="code",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="directory.organisation",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FacilityLease",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("share", nuandong.desk.frame.fields.MeasuredField("share")),
                ("begins", models.DateField()),
                ("ends", models.DateField()),
                ("known_at", models.DateTimeField(db_index=True)),
                (
                    "facility",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="directory.facility",
                        to_field="code",
                    ),
                ),
                (
                    "landlord",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leases_out",
                        to="directory.organisation",
                        to_field="code",
                    ),
                ),
                (
                    "party",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="%(class)ss",
                        to="directory.organisation",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "abstract": False,
            },
        ),
        migrations.AddField(
            model_name="facility",
            name="operator",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="directory.organisation",
                to_field="code",
            ),
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=80)),
                ("post", models.CharField(blank=True, max_length=120)),
                ("mobile", models.CharField(blank=True, max_length=40)),
                ("phone", models.CharField(blank=True, max_length=40)),
                ("email", models.EmailField(blank=True, max_length=254)),
                ("contact_confirmed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "salt",
                    models.CharField(
                        blank=True, default=nuandong.desk.directory.models.people.fresh_salt, max_length=32
                    ),
                ),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="people",
                        to="directory.organisation",
                        to_field="code",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DutyShift",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("begins_at", models.DateTimeField()),
                ("ends_at", models.DateTimeField()),
                ("is_leading", models.BooleanField(default=False)),
                ("taken_over_at", models.DateTimeField(blank=True, null=True)),
                ("hand_over_note", models.TextField(blank=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duty_shifts",
                        to="directory.organisation",
                        to_field="code",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="duty_shifts",
                        to="directory.person",
                    ),
                ),
            ],
            options={
                "ordering": ("begins_at", "id"),
            },
        ),
        migrations.CreateModel(
            name="Account",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "is_superuser",
                    models.BooleanField(
                        default=False,
                        help_text="Designates that this user has all permissions without explicitly assigning them.",
                        verbose_name="superuser status",
                    ),
                ),
                ("username", models.CharField(max_length=80, unique=True, verbose_name="Account")),
                ("is_active", models.BooleanField(default=True)),
                ("pseudonym", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("language", models.CharField(blank=True, max_length=10)),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "groups",
                    models.ManyToManyField(
                        blank=True,
                        help_text="The groups this user belongs to. A user will get all permissions granted to each of their groups.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.group",
                        verbose_name="groups",
                    ),
                ),
                (
                    "user_permissions",
                    models.ManyToManyField(
                        blank=True,
                        help_text="Specific permissions for this user.",
                        related_name="user_set",
                        related_query_name="user",
                        to="auth.permission",
                        verbose_name="user permissions",
                    ),
                ),
                (
                    "person",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="account",
                        to="directory.person",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Region",
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
                ("code", models.CharField(max_length=80, unique=True)),
                ("name_zh", models.CharField(max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200)),
                ("kind", nuandong.desk.frame.fields.WordField(nuandong.vocabulary.RegionKind, max_length=40)),
                ("population", nuandong.desk.frame.fields.MeasuredField("population", blank=True, null=True)),
                ("lon", nuandong.desk.frame.fields.MeasuredField("longitude", blank=True, null=True)),
                ("lat", nuandong.desk.frame.fields.MeasuredField("latitude", blank=True, null=True)),
                ("weather_area", models.CharField(blank=True, max_length=80)),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="directory.region",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.AddField(
            model_name="organisation",
            name="region",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="directory.region",
                to_field="code",
            ),
        ),
        migrations.AddField(
            model_name="networknode",
            name="region",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="directory.region",
                to_field="code",
            ),
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("duty_officer", "Duty officer"),
                            ("leader", "Responsible leader"),
                            ("clerk", "Reporting clerk"),
                            ("auditor", "Auditor"),
                            ("administrator", "Administrator"),
                        ],
                        max_length=40,
                    ),
                ),
                ("begins", models.DateField(blank=True, null=True)),
                ("ends", models.DateField(blank=True, null=True)),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="directory.organisation",
                        to_field="code",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="directory.region",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="GasUser",
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
                ("code", models.CharField(max_length=80, unique=True)),
                ("name_zh", models.CharField(max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200)),
                ("department", models.CharField(blank=True, max_length=80)),
                ("is_group", models.BooleanField(default=False)),
                ("cumulative_hours", nuandong.desk.frame.fields.MeasuredField("hours", default=0.0)),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="directory.organisation",
                        to_field="code",
                    ),
                ),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="gas_users",
                        to="directory.region",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="DeliveryPoint",
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
                ("code", models.CharField(max_length=80, unique=True)),
                ("meter", models.CharField(blank=True, db_index=True, max_length=80)),
                (
                    "consumer_class",
                    nuandong.desk.frame.fields.WordField(nuandong.vocabulary.ConsumerClass, max_length=40),
                ),
                ("load", nuandong.desk.frame.fields.MeasuredField("flow")),
                ("safe_load", nuandong.desk.frame.fields.MeasuredField("flow", default=0.0)),
                ("ramp_hours", nuandong.desk.frame.fields.MeasuredField("hours", default=0.0)),
                ("notice_hours", nuandong.desk.frame.fields.MeasuredField("hours", default=0.0)),
                ("is_interruptible", models.BooleanField(default=False)),
                (
                    "interruptible_days_left",
                    nuandong.desk.frame.fields.MeasuredField("days", blank=True, null=True),
                ),
                ("is_dual_fuel", models.BooleanField(default=False)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delivery_points",
                        to="directory.gasuser",
                        to_field="code",
                    ),
                ),
                (
                    "node",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="directory.networknode",
                        to_field="code",
                    ),
                ),
                (
                    "county",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="delivery_points",
                        to="directory.region",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="CurtailmentList",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=80, unique=True)),
                ("begins", models.DateField()),
                ("ends", models.DateField()),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("approved", "Approved"), ("withdrawn", "Withdrawn")],
                        default="draft",
                        max_length=20,
                    ),
                ),
                ("approved_by", models.CharField(blank=True, max_length=200)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="curtailment_lists",
                        to="directory.region",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="ReportingUnit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=80, unique=True)),
                ("name_zh", models.CharField(max_length=200)),
                ("name_en", models.CharField(blank=True, max_length=200)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("county", "County"),
                            ("city", "City"),
                            ("department", "Department"),
                            ("company", "Company"),
                        ],
                        max_length=20,
                    ),
                ),
                ("begins", models.DateField(blank=True, null=True)),
                ("ends", models.DateField(blank=True, null=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="directory.organisation",
                        to_field="code",
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reporting_units",
                        to="directory.region",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="SupplySource",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", nuandong.desk.frame.fields.WordField(nuandong.vocabulary.SourceKind, max_length=40)),
                ("statistical_scope", models.CharField(blank=True, max_length=80)),
                ("max_flow", nuandong.desk.frame.fields.MeasuredField("flow")),
                ("heating_value_mj", nuandong.desk.frame.fields.MeasuredField("heating_value_mj")),
                (
                    "facility",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="source",
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
            name="ZoneMembership",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="zone_memberships",
                        to="directory.region",
                        to_field="code",
                    ),
                ),
                (
                    "zone",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="memberships",
                        to="directory.supplyzone",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.AddField(
            model_name="supplyzone",
            name="regions",
            field=models.ManyToManyField(
                related_name="zones", through="directory.ZoneMembership", to="directory.region"
            ),
        ),
        migrations.CreateModel(
            name="GasStore",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", nuandong.desk.frame.fields.WordField(nuandong.vocabulary.StoreKind, max_length=40)),
                ("working_capacity", nuandong.desk.frame.fields.MeasuredField("volume")),
                ("opening", nuandong.desk.frame.fields.MeasuredField("volume")),
                ("reserve", nuandong.desk.frame.fields.MeasuredField("volume", default=0.0)),
                ("sendout", nuandong.desk.frame.fields.MeasuredField("flow")),
                ("injection", nuandong.desk.frame.fields.MeasuredField("flow", default=0.0)),
                ("boil_off", nuandong.desk.frame.fields.MeasuredField("share", default=0.0)),
                (
                    "facility",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="store",
                        to="directory.facility",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reserve__gte", 0), ("working_capacity__gte", 0)),
                        name="directory_store_not_negative",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ListedPoint",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "curtailment_list",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="directory.curtailmentlist",
                        to_field="code",
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="listings",
                        to="directory.deliverypoint",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("curtailment_list", "point"), name="directory_listed_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="ArcLimit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("begins", models.DateField()),
                ("ends", models.DateField()),
                ("share", nuandong.desk.frame.fields.MeasuredField("share")),
                ("reason", models.CharField(blank=True, max_length=200)),
                ("known_at", models.DateTimeField(db_index=True)),
                (
                    "arc",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="limits",
                        to="directory.networkarc",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("share__gte", 0), ("share__lte", 1)),
                        name="directory_limit_is_share",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("ends__gte", models.F("begins"))), name="directory_limit_in_order"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="networkarc",
            constraint=models.CheckConstraint(
                condition=models.Q(("capacity__gte", 0), ("capacity_back__gte", 0)),
                name="directory_arc_capacity_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="dutyshift",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends_at__gt", models.F("begins_at"))), name="directory_shift_lasts"
            ),
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("organisation__isnull", True), ("region__isnull", False)),
                    models.Q(("organisation__isnull", False), ("region__isnull", True)),
                    _connector="OR",
                ),
                name="directory_membership_of_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="deliverypoint",
            constraint=models.CheckConstraint(
                condition=models.Q(("load__gte", models.F("safe_load")), ("safe_load__gte", 0)),
                name="directory_safe_load_within_load",
            ),
        ),
        migrations.AddConstraint(
            model_name="curtailmentlist",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "approved"), _negated=True),
                    ("approved_at__isnull", False),
                    _connector="OR",
                ),
                name="directory_approval_is_dated",
            ),
        ),
        migrations.AddConstraint(
            model_name="curtailmentlist",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends__gte", models.F("begins"))), name="directory_list_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="reportingunit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "county")), fields=("region",), name="directory_one_unit_a_county"
            ),
        ),
        migrations.AddConstraint(
            model_name="zonemembership",
            constraint=models.UniqueConstraint(fields=("zone", "region"), name="directory_zone_region_once"),
        ),
    ]
