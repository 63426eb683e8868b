"""The trail is added to by the person of the context, read by the governance role, and altered by nobody."""

from django.db import migrations

from fourpoint.records.row_security import protect_trail


class Migration(migrations.Migration):
    """A reading is open to the reader's agency and to the agency whose material was read."""

    dependencies = [("audit", "0001_trail"), ("sharing", "0002_row_security_functions")]

    operations = [
        protect_trail("audit_event"),
        protect_trail("audit_reading", governed_by=("agency_id", "owner_id")),
    ]
