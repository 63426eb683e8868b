"""Who stands in a leaver's place is a thing by which the sharing rule decides: the log is told when it changes."""

from django.db import migrations

from fourpoint.records.policy.triggers import tell


class Migration(migrations.Migration):
    """The triggers of one table."""

    dependencies = [("policy", "0002_protection"), ("sharing", "0003_stand_ins")]

    operations = [tell("sharing_standin", kind="person", column="person_id")]
