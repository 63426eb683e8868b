"""
What guards agreements and audiences.

Interned audiences never change. What stands between agencies is seen by them alone. From the first signature on nothing
of an agreement's terms changes: triggers hold that, since a policy cannot compare a row with what it was.
"""

from django.db import migrations

from fourpoint.records.row_security import freeze, protect_between, protect_for_parties, reach_files

_HELD = """
CREATE FUNCTION fourpoint_is_signed(bigint) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT EXISTS (SELECT 1 FROM sharing_agreementparty WHERE agreement_id = $1 AND signed_at IS NOT NULL) $$;

CREATE FUNCTION fourpoint_signed_never_changes() RETURNS void LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'A signed agreement never changes: what changes is a new version.'
   USING ERRCODE = 'insufficient_privilege'; END $$;

-- Only its end may be written, once.
CREATE FUNCTION fourpoint_hold_agreement() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE ended text[] := ARRAY['ended_at', 'ended_by_id', 'end_reason'];
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF fourpoint_is_signed(OLD.id) THEN PERFORM fourpoint_signed_never_changes(); END IF;
        RETURN OLD;
    END IF;
    IF fourpoint_is_signed(OLD.id) AND (
        to_jsonb(NEW) - ended IS DISTINCT FROM to_jsonb(OLD) - ended
        OR (OLD.ended_at IS NOT NULL AND to_jsonb(NEW) IS DISTINCT FROM to_jsonb(OLD))
    ) THEN PERFORM fourpoint_signed_never_changes(); END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER hold_agreement BEFORE UPDATE OR DELETE ON sharing_agreement
    FOR EACH ROW EXECUTE FUNCTION fourpoint_hold_agreement();

CREATE FUNCTION fourpoint_hold_clause() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF TG_OP <> 'INSERT' AND fourpoint_is_signed(OLD.agreement_id) THEN PERFORM fourpoint_signed_never_changes(); END IF;
    IF TG_OP <> 'DELETE' AND fourpoint_is_signed(NEW.agreement_id) THEN PERFORM fourpoint_signed_never_changes(); END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER hold_clause BEFORE INSERT OR UPDATE OR DELETE ON sharing_agreementclause
    FOR EACH ROW EXECUTE FUNCTION fourpoint_hold_clause();

-- A party signs once; nothing else of it changes, and it never leaves.
CREATE FUNCTION fourpoint_hold_party() RETURNS trigger LANGUAGE plpgsql AS
$$ DECLARE signature text[] := ARRAY['signed_at', 'signed_by_id', 'signed_name', 'signed_post'];
BEGIN
    IF fourpoint_is_signed(OLD.agreement_id) AND (
        TG_OP = 'DELETE' OR (to_jsonb(NEW) IS DISTINCT FROM to_jsonb(OLD) AND (
            OLD.signed_at IS NOT NULL OR to_jsonb(NEW) - signature IS DISTINCT FROM to_jsonb(OLD) - signature))
    ) THEN PERFORM fourpoint_signed_never_changes(); END IF;
    RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER hold_party BEFORE UPDATE OR DELETE ON sharing_agreementparty
    FOR EACH ROW EXECUTE FUNCTION fourpoint_hold_party();

-- After the statement, so that all parties may come in one.
CREATE FUNCTION fourpoint_no_later_party() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF EXISTS (
        SELECT 1 FROM sharing_agreementparty p JOIN added USING (agreement_id)
        WHERE p.signed_at IS NOT NULL AND p.id NOT IN (SELECT id FROM added)
    ) THEN PERFORM fourpoint_signed_never_changes(); END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER no_later_party AFTER INSERT ON sharing_agreementparty REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION fourpoint_no_later_party();
"""
_LET_GO = """
DROP TRIGGER hold_agreement ON sharing_agreement;
DROP TRIGGER hold_clause ON sharing_agreementclause;
DROP TRIGGER hold_party ON sharing_agreementparty;
DROP TRIGGER no_later_party ON sharing_agreementparty;
DROP FUNCTION fourpoint_hold_agreement();
DROP FUNCTION fourpoint_hold_clause();
DROP FUNCTION fourpoint_hold_party();
DROP FUNCTION fourpoint_no_later_party();
DROP FUNCTION fourpoint_signed_never_changes();
DROP FUNCTION fourpoint_is_signed(bigint);
"""


class Migration(migrations.Migration):
    """What never changes, what a signature holds, and row security."""

    replaces = [
        ("sharing", "0002_row_security_functions"),
        ("sharing", "0004_for_parties"),
        ("sharing", "0006_signed_never_changes"),
    ]

    dependencies = [("sharing", "0001_initial")]

    operations = [
        *(
            freeze(f"sharing_{name}")
            for name in (
                *("audience", "audienceagency", "audiencemember", "audiencedisclosure", "acceptance"),
                *("agreementfile", "agreementreview", "reviewsignature"),
            )
        ),
        migrations.RunSQL(_HELD, _LET_GO),
        protect_for_parties("sharing_agreementfile"),
        reach_files("sharing_agreementfile"),
        protect_between("sharing_emergencyaccount", ("agency_id", "owner_id")),
        # Drafts and notices are one agency's own.
        protect_between("sharing_agreementproposal", ("agency_id",)),
        protect_between("sharing_agreementnotice", ("agency_id",)),
    ]
