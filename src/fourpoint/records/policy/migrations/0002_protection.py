"""
Every table by which the sharing rule decides tells the log when it changes.

What no server needs goes from the log; a server that looked last before that reads all anew.

A need-to-know list that names nobody of the owner agency is refused here as well: a list is never changed once it is
written.
"""

from django.db import migrations

from fourpoint.records.policy.triggers import create_teller, tell

# After the statement, so that a whole list may come in one.
_OWNERS_PLACE = """
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
# How long a change stays: a server that was asked nothing for longer works out everything anew, and no worse.
KEPT = "1 day"

# Every transaction before the oldest that is under way is over, so its changes are in whatever a server reads from now
# on. Numbers that this server has yet to reach came with a copy of another's log: they are left alone.
_PRUNE = f"""
CREATE FUNCTION fourpoint_prune_policy() RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS
$$ DECLARE
    oldest bigint := pg_snapshot_xmin(pg_current_snapshot())::text::bigint;
    horizon bigint; gone bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(62012019);
    INSERT INTO policy_policyhorizon (noted_at, transaction_id, is_pruned) VALUES (clock_timestamp(), oldest, false);
    SELECT max(transaction_id) INTO horizon FROM policy_policyhorizon
        WHERE noted_at <= clock_timestamp() - interval '{KEPT}' AND transaction_id <= oldest;
    IF horizon IS NULL THEN
        RETURN 0;
    END IF;
    PERFORM set_config('fourpoint.pruning', 'on', true);
    DELETE FROM policy_policychange WHERE transaction_id < horizon;
    GET DIAGNOSTICS gone = ROW_COUNT;
    PERFORM set_config('fourpoint.pruning', '', true);
    DELETE FROM policy_policyhorizon WHERE transaction_id < horizon;
    UPDATE policy_policyhorizon SET is_pruned = true WHERE transaction_id = horizon;
    RETURN gone;
END $$;
CREATE TRIGGER refuse_rows BEFORE UPDATE ON policy_policychange FOR EACH ROW EXECUTE FUNCTION fourpoint_refuse();
CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON policy_policychange
    FOR EACH STATEMENT EXECUTE FUNCTION fourpoint_refuse();
CREATE TRIGGER refuse_removal BEFORE DELETE ON policy_policychange FOR EACH ROW
    WHEN (current_setting('fourpoint.pruning', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION fourpoint_refuse();
"""  # noqa: S608
_KEEP = """
DROP TRIGGER refuse_truncate ON policy_policychange;
DROP TRIGGER refuse_removal ON policy_policychange; DROP TRIGGER refuse_rows ON policy_policychange;
DROP FUNCTION fourpoint_prune_policy();
"""


class Migration(migrations.Migration):
    """A trigger for each table, and the functions that they and the pruning call; the application has no right to remove a change itself."""

    replaces = [("policy", "0002_told_by_triggers"), ("policy", "0003_no_owner_is_locked_out")]

    dependencies = [("policy", "0001_initial"), ("agencies", "0001_initial"), ("sharing", "0001_initial")]

    operations = [
        create_teller(),
        tell("sharing_agreement", kind="agreement", column="id"),
        tell("sharing_agreementparty", kind="agreement", column="agreement_id"),
        tell("sharing_agreementclause", kind="agreement", column="agreement_id"),
        tell("sharing_agreementreview", kind="agreement", column="agreement_id"),
        tell("sharing_reviewsignature", kind="agreement"),
        tell("sharing_audience", kind="audience", column="id"),
        tell("sharing_audienceagency", kind="audience", column="audience_id"),
        tell("sharing_audiencemember", kind="audience", column="audience_id"),
        tell("sharing_audiencedisclosure", kind="audience", column="audience_id"),
        tell("sharing_signup", kind="person", column="person_id"),
        tell("sharing_acceptance", kind="person", column="person_id"),
        tell("sharing_emergency", kind="person", column="person_id"),
        tell("agencies_person", kind="person", column="id", only="is_active"),
        tell("agencies_membership", kind="person", column="person_id"),
        tell("agencies_vetting", kind="person", column="person_id"),
        tell("agencies_trainingrecord", kind="person", column="person_id"),
        migrations.RunSQL(
            _OWNERS_PLACE,
            "DROP TRIGGER hold_owners_place ON sharing_audiencemember; DROP FUNCTION fourpoint_hold_owners_place();",
        ),
        migrations.RunSQL(_PRUNE, _KEEP),
    ]
