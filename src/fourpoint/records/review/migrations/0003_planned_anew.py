"""Contexts leave plans alone from now on: what is asked of rows that go with a record is planned anew at each call."""

from django.db import migrations

from fourpoint.records.row_security import plan_anew


class Migration(migrations.Migration):
    """One function."""

    dependencies = [("review", "0002_protection")]

    operations = [plan_anew("fourpoint_dispose_ties(text, text, bigint)")]
