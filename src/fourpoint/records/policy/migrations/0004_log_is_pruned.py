"""What no server needs goes from the log of changes of policy; a server that looked last before that reads all anew."""

from django.db import migrations, models

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
DROP TRIGGER refuse_rows ON policy_policychange;
CREATE TRIGGER refuse_rows BEFORE UPDATE ON policy_policychange FOR EACH ROW EXECUTE FUNCTION fourpoint_refuse();
CREATE TRIGGER refuse_removal BEFORE DELETE ON policy_policychange FOR EACH ROW
    WHEN (current_setting('fourpoint.pruning', true) IS DISTINCT FROM 'on') EXECUTE FUNCTION fourpoint_refuse();
"""  # noqa: S608
_UNDO = """
DROP TRIGGER refuse_removal ON policy_policychange; DROP TRIGGER refuse_rows ON policy_policychange;
CREATE TRIGGER refuse_rows BEFORE UPDATE OR DELETE ON policy_policychange
    FOR EACH ROW EXECUTE FUNCTION fourpoint_refuse();
DROP FUNCTION fourpoint_prune_policy();
"""


class Migration(migrations.Migration):
    """One table and one function; the application has no right to remove a change itself."""

    dependencies = [("policy", "0003_no_owner_is_locked_out")]

    operations = [
        migrations.CreateModel(
            name="PolicyHorizon",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("noted_at", models.DateTimeField()),
                ("transaction_id", models.BigIntegerField()),
                ("is_pruned", models.BooleanField(default=False)),
            ],
        ),
        migrations.RunSQL(_PRUNE, _UNDO),
    ]
