"""What gates, stores and transfers carried, and pressures, get a table of their own.

It is empty at first: nothing of it was kept before but the least pressure in a company's report, which names no site,
so none is guessed. Going back drops it; readings of users' meters stay as they are. Signatures under reports are
guarded from now on as the reports themselves are.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nuandong.desk.frame.fields
from nuandong.desk.ledger.immutable import forbid


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0003_duty_and_contacts"),
        ("reporting", "0003_what_surrounds_filing"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SiteReading",
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
                ("from_at", models.DateTimeField()),
                ("to_at", models.DateTimeField()),
                ("amount", nuandong.desk.frame.fields.MeasuredField("volume", null=True)),
                ("pressure", nuandong.desk.frame.fields.MeasuredField("pressure", null=True)),
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
            ],
            options={
                "ordering": ("id",),
                "indexes": [models.Index(fields=["site_kind", "site", "to_at"], name="reporting_site_when")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("to_at__gt", models.F("from_at"))),
                        name="reporting_site_reading_lasts",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("amount__isnull", False), ("pressure__isnull", False), _connector="OR"
                        ),
                        name="reporting_site_reading_says",
                    ),
                    models.UniqueConstraint(
                        fields=("site_kind", "site", "from_at", "to_at", "source", "known_at"),
                        name="reporting_site_reading_once",
                    ),
                ],
            },
        ),
        forbid("reporting_sitereading", "UPDATE"),
        forbid("reporting_signoff", "UPDATE"),
    ]
