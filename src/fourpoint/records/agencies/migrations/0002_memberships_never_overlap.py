"""
Two memberships of one person in one agency never overlap.

Equality is written as the overlap of one-point ranges, because the extension that mixes `=` into such a constraint is
not in every PostgreSQL.
"""

from django.db import migrations


class Migration(migrations.Migration):
    """One exclusion constraint."""

    dependencies = [("agencies", "0001_tables")]

    operations = [
        migrations.RunSQL(
            """
            ALTER TABLE agencies_membership ADD CONSTRAINT membership_periods_apart EXCLUDE USING gist (
                int8range(person_id, person_id, '[]') WITH &&,
                int8range(agency_id, agency_id, '[]') WITH &&,
                tstzrange(starts_at, ends_at) WITH &&
            )
            """,
            "ALTER TABLE agencies_membership DROP CONSTRAINT membership_periods_apart",
        )
    ]
