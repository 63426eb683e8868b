"""Owners read who read their records, and an erasure's entry holds nothing of what was erased."""

from django.db import migrations

from fourpoint.records.row_security import govern_also, let_writers_read, protect_trail

# Numbers of what went, by kind, and the code of the rule by which it went: no words, no digest, no name for a key.
_NOTHING_PERSONAL = """
    ALTER TABLE audit_event ADD CONSTRAINT event_erasure_says_nothing_personal CHECK (
        operation <> 'erasure' OR (
            reason = '' AND words = '' AND before = '' AND after = ''
            AND object_id ~ '^([0-9]{1,20}|[0-9a-f-]{36})$'
            AND coalesce(facts ->> 'rule', '') ~ '^[a-z0-9.-]{1,64}$'
            AND NOT jsonb_path_exists(facts - 'rule', '$.keyvalue() ? (!(@.key like_regex "^[a-z][a-z0-9.-]*$"))')
            AND NOT jsonb_path_exists(facts - 'rule', '$.* ? (@.type() != "number")')
        )
    )
"""


class Migration(migrations.Migration):
    """The governance role of the agency that acted or that owns reads; who may change a record reads about it."""

    dependencies = [("audit", "0003_operations")]

    operations = [
        protect_trail("audit_listing", governed_by=("agency_id", "owner_id")),
        govern_also("audit_event", "owner_id"),
        let_writers_read("audit_event", "audience_id = ANY ({writable})"),
        let_writers_read("audit_reading", "audience_id = ANY ({writable})"),
        let_writers_read("audit_listing", "audience_ids && {writable}"),
        migrations.RunSQL(
            _NOTHING_PERSONAL, "ALTER TABLE audit_event DROP CONSTRAINT event_erasure_says_nothing_personal"
        ),
    ]
