"""
Profiles, editions and commentary are seen within their audiences only, and their owners own these audiences.

An edition never changes, nor does a redaction report, which is its owner's alone. An edition that printed a record is
withdrawn when the record is disposed of and its owner decides so.
"""

from django.db import migrations

from fourpoint.records.marked import hold_owner
from fourpoint.records.row_security import let_disposal_remove, protect_by_audience

_OWNED = """
ALTER TABLE profiles_profile ADD CONSTRAINT profile_owner_of_audience
    FOREIGN KEY (audience_id, owner_id) REFERENCES sharing_audience (id, owner_id)
"""
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
    """Row security, and the one function that removes an edition."""

    replaces = [
        ("profiles", "0002_row_security"),
        ("profiles", "0003_placeable"),
        ("profiles", "0004_commentary_row_security"),
        ("profiles", "0006_reports_row_security"),
        ("profiles", "0007_editions_are_withdrawn"),
    ]

    dependencies = [("profiles", "0001_initial")]

    operations = [
        migrations.RunSQL(_OWNED, "ALTER TABLE profiles_profile DROP CONSTRAINT profile_owner_of_audience"),
        protect_by_audience("profiles_profile"),
        protect_by_audience("profiles_edition", frozen=True),
        protect_by_audience("profiles_redactionreport", frozen=True),
        protect_by_audience("profiles_commentary"),
        protect_by_audience("profiles_commentaryversion"),
        hold_owner("profiles_commentary"),
        let_disposal_remove("profiles_edition"),
        let_disposal_remove("profiles_redactionreport"),
        migrations.RunSQL(_DISPOSE, "DROP FUNCTION fourpoint_dispose_edition(bigint, text, bigint);"),
    ]
