"""Reviews are seen within their audience, disposals by the owner's people; a certificate never changes."""

from django.db import migrations

from fourpoint.records.marked import hold_owner
from fourpoint.records.row_security import protect_between, protect_by_audience

HOLD = """
CREATE FUNCTION fourpoint_hold_certificate() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    RAISE EXCEPTION 'A certificate of disposal is never changed.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER holds BEFORE UPDATE ON review_disposal FOR EACH ROW WHEN (OLD.state = 'done')
    EXECUTE FUNCTION fourpoint_hold_certificate();
"""
LET_GO = "DROP TRIGGER holds ON review_disposal; DROP FUNCTION fourpoint_hold_certificate();"


class Migration(migrations.Migration):
    """Row security of reviews and disposals."""

    dependencies = [("review", "0001_tables"), ("sharing", "0004_for_parties")]

    operations = [
        protect_by_audience("review_review"),
        hold_owner("review_review"),
        protect_between("review_disposal", ("owner_id",)),
        migrations.RunSQL(HOLD, LET_GO),
    ]
