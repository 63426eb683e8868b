"""Contexts leave plans alone from now on: what is asked when an edition is disposed of is planned anew at each call."""

from django.db import migrations

from fourpoint.records.row_security import plan_anew


class Migration(migrations.Migration):
    """One function."""

    dependencies = [("profiles", "0002_protection")]

    operations = [plan_anew("fourpoint_dispose_edition(bigint, text, bigint)")]
