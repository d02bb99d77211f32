"""A token may be given to decide, not only to file; a call that takes seconds is claimed before it is done.

Tokens that were given out keep what they were given for. Answers that were kept stay; their calls were never claimed.
Going back loses the claims, and a token to decide is then one that nobody knows: revoke such tokens first.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("api", "0001_tokens_and_answers")]

    operations = [
        migrations.AlterField(
            "apitoken",
            "scope",
            models.CharField(
                choices=[("read", "Read only"), ("file", "Read and file"), ("act", "Read, file and decide")],
                default="read",
                max_length=20,
            ),
        ),
        migrations.AddField("keptanswer", "claimed_at", models.DateTimeField(blank=True, null=True)),
    ]
