"""The papers of a signed brief are never changed: the database itself refuses from now on. Going back allows it again."""

from django.db import migrations

from nuandong.desk.ledger.immutable import forbid


class Migration(migrations.Migration):
    dependencies = [("briefing", "0001_briefs_and_papers")]

    operations = [forbid("briefing_paper", "UPDATE")]
