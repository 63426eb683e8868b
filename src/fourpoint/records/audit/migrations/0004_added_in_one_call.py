"""A page adds its entries to the trail by one call."""

from django.db import migrations

from fourpoint.records.audit.writing_function import ADD_ENTRIES


class Migration(migrations.Migration):
    """A procedure only."""

    dependencies = [("audit", "0003_planned_anew")]

    operations = [migrations.RunSQL(ADD_ENTRIES, "DROP PROCEDURE fourpoint_add_entries(jsonb)")]
