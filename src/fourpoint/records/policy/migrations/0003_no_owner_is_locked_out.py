"""A need-to-know list that names nobody of the owner agency is refused by the database as well."""

from django.db import migrations

# After the statement, so that a whole list may come in one.
_HELD = """
CREATE FUNCTION fourpoint_hold_owners_place() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF EXISTS (
        SELECT 1 FROM added JOIN sharing_audience a ON a.id = added.audience_id
        WHERE NOT EXISTS (
            SELECT 1 FROM sharing_audiencemember m WHERE m.audience_id = a.id AND m.agency_id = a.owner_id)
    ) THEN
        RAISE EXCEPTION 'A need-to-know list names at least one person of the owner agency, or locks it out.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER hold_owners_place AFTER INSERT ON sharing_audiencemember REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION fourpoint_hold_owners_place();
"""


class Migration(migrations.Migration):
    """One trigger: a list is never changed once it is written."""

    dependencies = [("policy", "0002_told_by_triggers")]

    operations = [
        migrations.RunSQL(
            _HELD,
            "DROP TRIGGER hold_owners_place ON sharing_audiencemember; DROP FUNCTION fourpoint_hold_owners_place();",
        )
    ]
