"""Impact assessments and equality counts are for the governance role of their agency alone."""

from django.db import migrations

from fourpoint.records.row_security import protect_governed


class Migration(migrations.Migration):
    """Row security."""

    dependencies = [("impact", "0001_tables"), ("sharing", "0004_for_parties")]

    operations = [protect_governed("impact_impactassessment"), protect_governed("impact_equalitycount")]
