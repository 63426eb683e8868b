"""Whoever trips an alarm adds it, also a stranger; the owner's governance role reads it, and nobody alters it."""

from django.db import migrations

from fourpoint.records.row_security import freeze

_POLICIES = """
    ALTER TABLE canaries_alarm ENABLE ROW LEVEL SECURITY;
    ALTER TABLE canaries_alarm FORCE ROW LEVEL SECURITY;
    CREATE POLICY reads ON canaries_alarm FOR SELECT USING (owner_id = (SELECT fourpoint_governs()));
    CREATE POLICY adds ON canaries_alarm FOR INSERT
        WITH CHECK (person_id IS NULL OR person_id = (SELECT fourpoint_person()));
"""
_UNDO = """
    DROP POLICY reads ON canaries_alarm; DROP POLICY adds ON canaries_alarm;
    ALTER TABLE canaries_alarm NO FORCE ROW LEVEL SECURITY; ALTER TABLE canaries_alarm DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    """Alarms."""

    dependencies = [("canaries", "0001_tables"), ("sharing", "0002_row_security_functions")]

    operations = [migrations.RunSQL(_POLICIES, _UNDO), freeze("canaries_alarm"), freeze("canaries_canary")]
