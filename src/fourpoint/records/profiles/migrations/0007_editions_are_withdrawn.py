"""An edition that printed a record is withdrawn when the record is disposed of and its owner decides so."""

from django.db import migrations

from fourpoint.records.row_security import let_disposal_remove

# As for placements: within the caller's context, for the agency's own edition, while a disposal is under way.
_DISPOSE = """
CREATE FUNCTION fourpoint_dispose_edition(of_edition bigint, of_kind text, of_record bigint) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ DECLARE
    gone integer;
BEGIN
    PERFORM set_config('fourpoint.disposing', 'on', true);
    IF NOT EXISTS (
        SELECT FROM review_disposal d WHERE d.owner_id = fourpoint_agency() AND d.kind = of_kind
            AND d.record_id = of_record AND d.state IN ('proposed', 'confirmed')
    ) OR NOT EXISTS (
        SELECT FROM profiles_edition e
        WHERE e.id = of_edition AND e.audience_id = ANY (fourpoint_writable())
    ) THEN
        PERFORM set_config('fourpoint.disposing', '', true);
        RETURN false;
    END IF;
    DELETE FROM profiles_redactionreport r WHERE r.edition_id = of_edition;
    DELETE FROM profiles_edition e WHERE e.id = of_edition;
    GET DIAGNOSTICS gone = ROW_COUNT;
    PERFORM set_config('fourpoint.disposing', '', true);
    RETURN gone = 1;
END $$;
"""


class Migration(migrations.Migration):
    """One function, and the triggers that let it through."""

    dependencies = [("profiles", "0006_reports_row_security"), ("review", "0002_row_security")]

    operations = [
        let_disposal_remove("profiles_edition"),
        let_disposal_remove("profiles_redactionreport"),
        migrations.RunSQL(_DISPOSE, "DROP FUNCTION fourpoint_dispose_edition(bigint, text, bigint);"),
    ]
