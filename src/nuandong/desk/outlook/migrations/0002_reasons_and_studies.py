"""Reasons stand beside the picture of a run, and questions asked of a run are records of their own.

Runs of earlier versions keep their picture and get no reasons: they are not computed after the fact, because the
programme that made the picture is no longer the one that would give the reasons. A study (what-if, outages, what would
spare somebody) names its run and is never a run. Going back loses reasons and studies; pictures stay.
"""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

STATES = [
    ("queued", "Queued"), ("running", "Running"), ("done", "Done"), ("failed", "Failed"), ("cancelled", "Cancelled"),
]  # fmt: skip
KINDS = [
    ("what_if", "What if"), ("outages", "Outages"), ("explanation", "What would spare it"), ("season", "Season outlook"),
]  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("outlook", "0001_seasons_and_runs"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField("run", "reasons", models.JSONField(blank=True, null=True)),
        migrations.CreateModel(
            name="Study",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("state", models.CharField(choices=STATES, default="queued", max_length=20)),
                ("progress", models.CharField(blank=True, max_length=200)),
                ("requested_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(blank=True, null=True)),
                ("finished_at", models.DateTimeField(blank=True, null=True)),
                ("trouble", models.TextField(blank=True)),
                ("programme_version", models.CharField(blank=True, max_length=40)),
                ("kind", models.CharField(choices=KINDS, max_length=20)),
                ("question", models.JSONField(default=dict)),
                ("answer", models.JSONField(blank=True, null=True)),
                (
                    "requested_by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "run",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="studies", to="outlook.run"
                    ),
                ),
            ],
            options={
                "ordering": ("-id",),
                "indexes": [models.Index(fields=["run", "kind"], name="outlook_study_of_run")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "done"), _negated=True),
                            models.Q(("answer__isnull", False), ("finished_at__isnull", False)),
                            _connector="OR",
                        ),
                        name="outlook_study_has_answer",
                    )
                ],
            },
        ),
    ]  # fmt: skip
