"""Contexts leave plans alone from now on: what a trigger asks of products is planned anew at each call."""

from django.db import migrations

from fourpoint.records.row_security import plan_anew


class Migration(migrations.Migration):
    """One function."""

    dependencies = [("products", "0002_protection")]

    operations = [plan_anew("products_issued_stays()")]
