"""Profiles and editions are seen within their audiences only; an edition never changes; an owner owns its audience."""

from django.db import migrations

from fourpoint.records.row_security import protect_by_audience


class Migration(migrations.Migration):
    """Row security, and the profile's owner tied to its audience's."""

    dependencies = [("profiles", "0001_tables"), ("sharing", "0002_row_security_functions")]

    operations = [
        migrations.RunSQL(
            """
            ALTER TABLE profiles_profile ADD CONSTRAINT profile_owner_of_audience
                FOREIGN KEY (audience_id, owner_id) REFERENCES sharing_audience (id, owner_id)
            """,
            "ALTER TABLE profiles_profile DROP CONSTRAINT profile_owner_of_audience",
        ),
        protect_by_audience("profiles_profile"),
        protect_by_audience("profiles_edition", frozen=True),
    ]
