"""Wind stands beside the temperature of a gas day, because a house loses heat to both.

Weather kept before had none and stays without: unknown wind is not calm. Going back drops the column; the case folder
holds it still.
"""

from django.db import migrations

import nuandong.desk.frame.fields


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_what_becomes_known")]

    operations = [
        migrations.AddField(
            model_name="weathervalue",
            name="mean_wind",
            field=nuandong.desk.frame.fields.MeasuredField("wind", null=True),
        ),
    ]
