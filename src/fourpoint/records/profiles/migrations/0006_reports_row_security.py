"""A redaction report is its owner's alone and never changes."""

from django.db import migrations

from fourpoint.records.row_security import protect_by_audience


class Migration(migrations.Migration):
    """Row security of redaction reports."""

    dependencies = [("profiles", "0005_cuts"), ("sharing", "0002_row_security_functions")]

    operations = [protect_by_audience("profiles_redactionreport", frozen=True)]
