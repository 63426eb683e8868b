"""Requests of people are for the governance role of their agency alone."""

from django.db import migrations

from fourpoint.records.row_security import protect_governed


class Migration(migrations.Migration):
    """Row security of the three tables."""

    dependencies = [("rights", "0001_tables"), ("sharing", "0002_protection")]

    operations = [
        protect_governed("rights_rightsrequest"),
        protect_governed("rights_rightsitem"),
        protect_governed("rights_rightsnote"),
    ]
