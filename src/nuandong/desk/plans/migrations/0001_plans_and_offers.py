"""Plans of places in versions, cities' orders, terms of flexible users, offers. Going back loses them all."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nuandong.desk.frame.fields
import nuandong.vocabulary


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("directory", "0005_week_by_week"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="PlanPaper",
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
                        choices=[("demand_side", "Demand-side plan"), ("emergency", "Emergency plan")],
                        max_length=20,
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("text", models.TextField(blank=True)),
                ("file_name", models.CharField(blank=True, max_length=200)),
                ("file_kind", models.CharField(blank=True, max_length=10)),
                ("content", models.BinaryField(blank=True, default=b"")),
                ("sha256", models.CharField(max_length=64)),
                ("issued_on", models.DateField()),
                ("begins", models.DateField()),
                ("ends", models.DateField()),
                ("tiers", models.JSONField(default=list)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("filed", "On file"),
                            ("submitted", "Handed in"),
                            ("approved", "Approved"),
                            ("returned", "Returned"),
                            ("withdrawn", "Withdrawn"),
                        ],
                        default="filed",
                        max_length=20,
                    ),
                ),
                ("filed_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("returned_words", models.CharField(blank=True, max_length=400)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "curtailment_list",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="directory.curtailmentlist",
                        to_field="code",
                    ),
                ),
                (
                    "filed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="plan_papers",
                        to="directory.region",
                        to_field="code",
                    ),
                ),
                (
                    "submitted_by",
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
                "ordering": ("region", "kind", "-number"),
            },
        ),
        migrations.CreateModel(
            name="FairReview",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("body", models.CharField(max_length=200)),
                ("reviewed_on", models.DateField()),
                (
                    "result",
                    models.CharField(
                        choices=[
                            ("passed", "No restraint of competition"),
                            ("excepted", "Restraint that the exceptions allow"),
                            ("failed", "Restraint: must be changed"),
                        ],
                        max_length=20,
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=400)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "paper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reviews",
                        to="plans.planpaper",
                    ),
                ),
            ],
            options={
                "ordering": ("id",),
            },
        ),
        migrations.CreateModel(
            name="Precedence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("begins", models.DateField()),
                ("ends", models.DateField()),
                ("limited", models.JSONField(default=list)),
                ("reason", models.CharField(blank=True, max_length=400)),
                (
                    "state",
                    models.CharField(
                        choices=[("draft", "Draft"), ("submitted", "Handed in"), ("approved", "Approved")],
                        default="draft",
                        max_length=20,
                    ),
                ),
                ("drafted_at", models.DateTimeField()),
                ("submitted_at", models.DateTimeField(blank=True, null=True)),
                ("approved_at", models.DateTimeField(blank=True, null=True)),
                ("withdrawn_at", models.DateTimeField(blank=True, null=True)),
                (
                    "approved_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "drafted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "region",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="precedences",
                        to="directory.region",
                        to_field="code",
                    ),
                ),
                (
                    "submitted_by",
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
                "ordering": ("region", "-begins", "-id"),
            },
        ),
        migrations.CreateModel(
            name="FlexTerms",
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
                    "kind",
                    models.CharField(
                        choices=[
                            ("interruptible", "Interruptible contract"),
                            ("substitutable", "Another fuel in place of gas"),
                        ],
                        max_length=20,
                    ),
                ),
                ("contract", models.CharField(blank=True, max_length=120)),
                ("begins", models.DateField()),
                ("ends", models.DateField()),
                ("amount", nuandong.desk.frame.fields.MeasuredField("flow")),
                ("days", models.PositiveIntegerField(blank=True, null=True)),
                ("notice_hours", nuandong.desk.frame.fields.MeasuredField("hours")),
                (
                    "fuel",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("", "none"),
                            ("lpg", "LPG"),
                            ("lng", "Own LNG tank"),
                            ("oil", "Fuel oil"),
                            ("coal_gas", "Coal or coke-oven gas"),
                            ("electricity", "Electricity"),
                            ("biomass", "Biomass"),
                        ],
                        default="",
                        max_length=20,
                    ),
                ),
                ("switch_hours", nuandong.desk.frame.fields.MeasuredField("hours", default=0.0)),
                ("compensation", models.DecimalField(blank=True, decimal_places=4, max_digits=10, null=True)),
                ("words", models.CharField(blank=True, max_length=400)),
                ("recorded_at", models.DateTimeField()),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="flex_terms",
                        to="directory.deliverypoint",
                        to_field="code",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ("point", "-recorded_at", "-id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends__gte", models.F("begins"))), name="plans_terms_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="plans_terms_give_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Offer",
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
                        choices=[("reduction", "Reduction"), ("maintenance", "Staggered maintenance")],
                        default="reduction",
                        max_length=20,
                    ),
                ),
                ("begins", models.DateField(db_index=True)),
                ("ends", models.DateField(db_index=True)),
                ("amount", nuandong.desk.frame.fields.MeasuredField("flow")),
                ("notice_hours", nuandong.desk.frame.fields.MeasuredField("hours", default=0.0)),
                ("price", models.DecimalField(blank=True, decimal_places=4, max_digits=10, null=True)),
                ("words", models.CharField(blank=True, max_length=400)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("offered", "Offered"),
                            ("accepted", "Agreed"),
                            ("refused", "Declined"),
                            ("taken_back", "Taken back"),
                        ],
                        default="offered",
                        max_length=20,
                    ),
                ),
                ("offered_at", models.DateTimeField()),
                ("decided_at", models.DateTimeField(blank=True, null=True)),
                ("decided_words", models.CharField(blank=True, max_length=400)),
                (
                    "decided_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "offered_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "point",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="offers",
                        to="directory.deliverypoint",
                        to_field="code",
                    ),
                ),
            ],
            options={
                "ordering": ("begins", "id"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("ends__gte", models.F("begins"))), name="plans_offer_in_order"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gt", 0)), name="plans_offer_gives_something"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("decided_by__isnull", True),
                            ("state", "taken_back"),
                            models.Q(("decided_by", models.F("offered_by")), _negated=True),
                            _connector="OR",
                        ),
                        name="plans_offer_four_eyes",
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="planpaper",
            constraint=models.UniqueConstraint(
                fields=("region", "kind", "number"), name="plans_version_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="planpaper",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends__gte", models.F("begins"))), name="plans_paper_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="planpaper",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "approved"), _negated=True),
                    ("approved_at__isnull", False),
                    _connector="OR",
                ),
                name="plans_approval_is_dated",
            ),
        ),
        migrations.AddConstraint(
            model_name="precedence",
            constraint=models.CheckConstraint(
                condition=models.Q(("ends__gte", models.F("begins"))), name="plans_precedence_in_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="precedence",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "approved"), _negated=True),
                    ("approved_at__isnull", False),
                    _connector="OR",
                ),
                name="plans_precedence_approval_is_dated",
            ),
        ),
    ]
