"""A balance plan covers its gap week by week, and a measure has a kind and days of its own.

Earlier plans have no weeks and count as one long week; their measures are of kind `other` and hold as long as the
plan. Going back loses weeks, kinds and days.
"""

import django.db.models.deletion
from django.db import migrations, models

import nuandong.desk.frame.fields


class Migration(migrations.Migration):
    dependencies = [
        ("directory", "0004_second_factors"),
    ]

    operations = [
        migrations.AddField(
            model_name="plannedmeasure",
            name="begins",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="plannedmeasure",
            name="ends",
            field=models.DateField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="plannedmeasure",
            name="kind",
            field=models.CharField(
                choices=[
                    ("lng_auction", "LNG bought at auction"),
                    ("swap", "Swap with another place"),
                    ("transfer", "Transfer"),
                    ("storage", "From storage"),
                    ("cut", "Others cut for households (压非保民)"),
                    ("substitution", "Another fuel"),
                    ("other", "Other"),
                ],
                default="other",
                max_length=20,
            ),
        ),
        migrations.CreateModel(
            name="PlanWeek",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("begins", models.DateField()),
                ("ends", models.DateField()),
                ("gap", nuandong.desk.frame.fields.MeasuredField("flow")),
                ("told_by", models.CharField(blank=True, max_length=40)),
                (
                    "plan",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="weeks",
                        to="directory.balanceplan",
                    ),
                ),
            ],
            options={
                "ordering": ("begins",),
                "constraints": [
                    models.UniqueConstraint(fields=("plan", "begins"), name="directory_week_once_a_plan"),
                    models.CheckConstraint(
                        condition=models.Q(("gap__gte", 0)), name="directory_week_gap_not_negative"
                    ),
                ],
            },
        ),
    ]
