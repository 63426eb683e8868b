"""The history of who could read a record goes when the record is disposed of; until then nobody removes it."""

from django.db import migrations

from fourpoint.records.row_security import let_disposal_remove

# Runs as the owner of the tables, within the caller's context: only for a record of the agency acted for, and only
# while its disposal is under way.
_DISPOSE = """
CREATE FUNCTION fourpoint_dispose_placements(of_kind text, of_record bigint) RETURNS SETOF bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ BEGIN
    IF NOT EXISTS (
        SELECT FROM review_disposal d WHERE d.owner_id = fourpoint_agency() AND d.kind = of_kind
            AND d.record_id = of_record AND d.state IN ('proposed', 'confirmed')
    ) THEN
        RETURN;
    END IF;
    PERFORM set_config('fourpoint.disposing', 'on', true);
    RETURN QUERY DELETE FROM disclosure_placement p
        WHERE p.kind = of_kind AND p.record_id = of_record AND p.owner_id = fourpoint_agency() RETURNING p.id;
    PERFORM set_config('fourpoint.disposing', '', true);
END $$;
"""


class Migration(migrations.Migration):
    """One function, and the trigger that lets it through."""

    dependencies = [("disclosure", "0002_row_security"), ("review", "0002_row_security")]

    operations = [
        let_disposal_remove("disclosure_placement"),
        migrations.RunSQL(_DISPOSE, "DROP FUNCTION fourpoint_dispose_placements(text, bigint);"),
    ]
