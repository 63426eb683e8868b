"""Contexts leave plans alone from now on: what two functions ask past audiences is planned anew at each call."""

from django.db import migrations

from fourpoint.records.row_security import plan_anew


class Migration(migrations.Migration):
    """Two functions."""

    dependencies = [("subjects", "0002_protection")]

    operations = [plan_anew("fourpoint_categories_open(bigint[])"), plan_anew("fourpoint_suspects_of(bigint[])")]
