"""Notices may go out as short messages; deliveries that stand keep the channel they took."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("dispatch", "0002_voluntary_lines")]

    operations = [
        migrations.AlterField(
            "delivery",
            "channel",
            models.CharField(
                choices=[
                    ("desk", "Desk"),
                    ("mail", "Mail"),
                    ("webhook", "Webhook"),
                    ("sms", "Short message"),
                ],
                max_length=20,
            ),
        )
    ]
