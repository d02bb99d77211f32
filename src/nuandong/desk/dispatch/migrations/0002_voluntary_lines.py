"""Part of a line may be offered by its user, and spare lines of others.

Lines from before knew no offers: nothing was offered and nothing spared. Going back loses the mark; what was ordered
stays.
"""

from django.db import migrations

import nuandong.desk.frame.fields


class Migration(migrations.Migration):
    dependencies = [
        ("dispatch", "0001_orders_and_notices"),
    ]

    operations = [
        migrations.AddField(
            model_name="orderline",
            name="offered",
            field=nuandong.desk.frame.fields.MeasuredField("flow", default=0.0),
        ),
        migrations.AddField(
            model_name="orderline",
            name="spared",
            field=nuandong.desk.frame.fields.MeasuredField("flow", default=0.0),
        ),
    ]
