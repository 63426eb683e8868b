"""Exports are seen by the agency that holds the copy and the one that owns what was copied; facts never change."""

from django.db import migrations

from fourpoint.records.row_security import protect_between

# Only what became of a copy may be written later. Its name goes when what was copied is disposed of.
FACTS = (
    "number",
    "kind",
    "record_id",
    "owner_id",
    "taken_under_id",
    "marking",
    "holder_id",
    "agency_id",
    "purpose",
    "media_type",
    "took_sha256",
    "size",
    "leased_at",
    "expires_on",
)
HOLD = """
CREATE FUNCTION fourpoint_hold_export() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    RAISE EXCEPTION 'What is known of a copy that left is never changed.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER holds BEFORE UPDATE ON exports_export FOR EACH ROW
    WHEN ({changed} OR (OLD.destroyed_at IS NOT NULL AND NEW.destroyed_at IS DISTINCT FROM OLD.destroyed_at))
    EXECUTE FUNCTION fourpoint_hold_export();
""".format(changed=" OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in FACTS))
LET_GO = "DROP TRIGGER holds ON exports_export; DROP FUNCTION fourpoint_hold_export();"


class Migration(migrations.Migration):
    """Row security of exports."""

    replaces = [("exports", "0002_row_security")]

    dependencies = [("exports", "0001_initial")]

    operations = [
        protect_between("exports_export", ("agency_id", "owner_id")),
        migrations.RunSQL(HOLD, LET_GO),
    ]
