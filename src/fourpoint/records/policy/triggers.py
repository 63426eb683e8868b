"""Triggers that tell the log of changes of policy. For whoever adds a table by which the sharing rule decides."""

from django.db.migrations import RunSQL


def create_teller() -> RunSQL:
    """Create the function that every such trigger calls: the kind and the column with its number are its arguments."""
    return RunSQL(
        """
        CREATE OR REPLACE FUNCTION fourpoint_tell_policy() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN
            INSERT INTO policy_policychange (transaction_id, kind, row_id)
            SELECT DISTINCT pg_current_xact_id()::text::bigint, TG_ARGV[0], coalesce(said ->> TG_ARGV[1], '0')::bigint
            FROM (VALUES (to_jsonb(OLD)), (to_jsonb(NEW))) AS held (said) WHERE said IS NOT NULL;
            RETURN NULL;
        END $$;
        """,
        "DROP FUNCTION fourpoint_tell_policy();",
    )


def tell(table: str, *, kind: str, column: str = "", only: str = "") -> RunSQL:
    """
    Let every change of that table's rows tell the log.

    column  holds the number of the agreement, audience or person that the row is about; empty stands for all agreements
    only    the one column whose changes matter; empty for all
    """
    changed = f"OLD.{only} IS DISTINCT FROM NEW.{only}" if only else "OLD.* IS DISTINCT FROM NEW.*"
    calls = f"EXECUTE FUNCTION fourpoint_tell_policy('{kind}', '{column}')"
    return RunSQL(
        f"""
        CREATE TRIGGER tells_policy AFTER INSERT OR DELETE ON {table} FOR EACH ROW {calls};
        CREATE TRIGGER tells_policy_changed AFTER UPDATE ON {table} FOR EACH ROW WHEN ({changed}) {calls};
        """,
        f"DROP TRIGGER tells_policy ON {table}; DROP TRIGGER tells_policy_changed ON {table};",
    )
