"""Contexts leave plans alone from now on: what the trail's functions ask of its tables is planned at each call."""

from django.db import migrations

from fourpoint.records.audit.check_functions import CHECK_FUNCTIONS
from fourpoint.records.row_security import plan_anew


class Migration(migrations.Migration):
    """Functions only."""

    dependencies = [("audit", "0002_protection")]

    operations = [migrations.RunSQL(CHECK_FUNCTIONS, migrations.RunSQL.noop), plan_anew("fourpoint_seal(integer)")]
