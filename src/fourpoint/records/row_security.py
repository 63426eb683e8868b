"""
Row security as migration operations: one line in a migration protects a table. For whoever adds a protected table.

The database functions read three settings that `access/` makes for one transaction. An unset or empty setting gives an
empty list, so that no context means no rows. FORCE holds the policies against the owner role too: migrations that
touch protected rows need a context like everyone else.
"""

from django.db.migrations import RunSQL

_LIST = """
CREATE OR REPLACE FUNCTION fourpoint_{name}() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(string_to_array(nullif(current_setting('fourpoint.{name}', true), ''), ',')::bigint[], '{{}}') $$;
"""
_ONE = """
CREATE OR REPLACE FUNCTION fourpoint_{name}() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('fourpoint.{name}', true), '')::bigint $$;
"""
# The readers of the settings: audiences the actor may read and write, the actor, the agency whose trail she governs.
_FUNCTIONS = (
    _LIST.format(name="readable")
    + _LIST.format(name="writable")
    + _ONE.format(name="person")
    + _ONE.format(name="governs")
)
_REFUSE = """
CREATE OR REPLACE FUNCTION fourpoint_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only: its rows are never changed or removed.', TG_TABLE_NAME
   USING ERRCODE = 'insufficient_privilege'; END $$;
"""


# A policy cannot compare a row with what it was, so a trigger holds that a row moves to placeable audiences only.
_MOVE = """
CREATE OR REPLACE FUNCTION fourpoint_move() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF NOT (NEW.audience_id = ANY (fourpoint_placeable())) THEN
        RAISE EXCEPTION 'This row may not be given that audience now.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
"""
# Audiences that rows may be given, and the agency acted for: `create_later_functions` brings them to older databases.
_LATER = ("placeable", "agency", "move")
_LATER_FUNCTIONS = _LIST.format(name="placeable") + _ONE.format(name="agency") + _MOVE
_MOVES = """
CREATE TRIGGER moves BEFORE UPDATE OF audience_id ON {table} FOR EACH ROW
    WHEN (OLD.audience_id IS DISTINCT FROM NEW.audience_id) EXECUTE FUNCTION fourpoint_move();
"""
_STAYS = "DROP TRIGGER IF EXISTS moves ON {table};"


def create_functions() -> RunSQL:
    """Create the functions that every policy and trigger here calls."""
    names = ("readable", "writable", "person", "governs", "refuse", *_LATER)
    return RunSQL(
        _FUNCTIONS + _REFUSE + _LATER_FUNCTIONS, "".join(f"DROP FUNCTION fourpoint_{name}();" for name in names)
    )


def create_later_functions() -> RunSQL:
    """Bring a database made before them the functions that policies came to need; safe to repeat."""
    return RunSQL(_LATER_FUNCTIONS, RunSQL.noop)


def protect_by_audience(table: str, *, frozen: bool = False) -> RunSQL:
    """
    Let a table's rows be read and written only within the audiences of the transaction's context.

    A row may be changed or removed in an audience that is writable, and given one that is placeable: what was shared
    under an agreement past its review can be taken back, but nothing more can be put under it.

    table   has a column audience_id
    frozen  also refuse every change and removal, whoever asks
    """
    writable = _within("writable")
    policies = f"""
        CREATE POLICY reads ON {table} FOR SELECT USING ({_within("readable")});
        CREATE POLICY adds ON {table} FOR INSERT WITH CHECK ({_within("placeable")});
        CREATE POLICY changes ON {table} FOR UPDATE USING ({writable}) WITH CHECK ({writable});
        CREATE POLICY removes ON {table} FOR DELETE USING ({writable});
    """
    undo = "".join(f"DROP POLICY {name} ON {table};" for name in ("reads", "adds", "changes", "removes"))
    freeze, thaw = (
        (_freeze(table), _thaw(table)) if frozen else (_MOVES.format(table=table), _STAYS.format(table=table))
    )
    return RunSQL(_enable(table) + policies + freeze, thaw + undo + _disable(table))


def place_by_audience(table: str, *, frozen: bool = False) -> RunSQL:
    """Bring a table protected before there were placeable audiences to the policies of now; safe to repeat."""
    adds = "DROP POLICY IF EXISTS adds ON {table}; CREATE POLICY adds ON {table} FOR INSERT WITH CHECK ({within});"
    stay, move = ("", "") if frozen else (_STAYS.format(table=table), _MOVES.format(table=table))
    do = adds.format(table=table, within=_within("placeable")) + stay + move
    return RunSQL(do, adds.format(table=table, within=_within("writable")) + stay)


def protect_between(table: str, columns: tuple[str, ...]) -> RunSQL:
    """
    Let a table's rows be read, added and changed only by people of the agencies that a row is between.

    columns  hold the ids of those agencies
    """
    return _protect_for(table, " OR ".join(f"{column} = (SELECT fourpoint_agency())" for column in columns))


def protect_for_parties(table: str) -> RunSQL:
    """Let rows that hang on an agreement (agreement_id) be read, added and changed by people of its parties only."""
    return _protect_for(
        table,
        f"""EXISTS (SELECT 1 FROM sharing_agreementparty p
            WHERE p.agreement_id = {table}.agreement_id AND p.agency_id = (SELECT fourpoint_agency()))""",  # noqa: S608
    )


def protect_trail(table: str, *, governed_by: tuple[str, ...] = ("agency_id",)) -> RunSQL:
    """
    Let a trail be added to only by the person of the context, and read only by the governance role of an agency.

    table        has a column person_id
    governed_by  the columns that hold the agencies whose governance role may read the row
    """
    governed = " OR ".join(f"{column} = (SELECT fourpoint_governs())" for column in governed_by)
    policies = f"""
        CREATE POLICY reads ON {table} FOR SELECT USING ({governed});
        CREATE POLICY adds ON {table} FOR INSERT WITH CHECK (person_id = (SELECT fourpoint_person()));
    """
    undo = f"DROP POLICY reads ON {table}; DROP POLICY adds ON {table};"
    return RunSQL(_enable(table) + policies + _freeze(table), _thaw(table) + undo + _disable(table))


def let_writers_read(table: str, condition: str) -> RunSQL:
    """
    Let those who may change a record also read the rows of a trail that are about it.

    condition  over the row's audience, as "audience_id = ANY ({writable})", where {writable} is what they may write
    """
    said = condition.format(writable="(SELECT fourpoint_writable())::bigint[]")
    return RunSQL(
        f"CREATE POLICY reads_of_owners ON {table} FOR SELECT USING ({said});",
        f"DROP POLICY reads_of_owners ON {table};",
    )


def govern_also(table: str, column: str) -> RunSQL:
    """Let the governance role of the agency in that column of a trail read the row as well."""
    return RunSQL(
        f"CREATE POLICY reads_by_{column} ON {table} FOR SELECT USING ({column} = (SELECT fourpoint_governs()));",
        f"DROP POLICY reads_by_{column} ON {table};",
    )


def freeze(table: str) -> RunSQL:
    """Refuse every change and removal of a table's rows, whoever asks."""
    return RunSQL(_freeze(table), _thaw(table))


def _within(which: str) -> str:
    return f"audience_id = ANY ((SELECT fourpoint_{which}())::bigint[])"


def _protect_for(table: str, condition: str) -> RunSQL:
    policies = f"""
        CREATE POLICY reads ON {table} FOR SELECT USING ({condition});
        CREATE POLICY adds ON {table} FOR INSERT WITH CHECK ({condition});
        CREATE POLICY changes ON {table} FOR UPDATE USING ({condition}) WITH CHECK ({condition});
    """
    undo = "".join(f"DROP POLICY {name} ON {table};" for name in ("reads", "adds", "changes"))
    return RunSQL(_enable(table) + policies, undo + _disable(table))


def _enable(table: str) -> str:
    return f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY; ALTER TABLE {table} FORCE ROW LEVEL SECURITY;"


def _disable(table: str) -> str:
    return f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY; ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;"


def _freeze(table: str) -> str:
    return f"""
        CREATE TRIGGER refuse_rows BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION fourpoint_refuse();
        CREATE TRIGGER refuse_truncate BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION fourpoint_refuse();
    """


def _thaw(table: str) -> str:
    return f"DROP TRIGGER refuse_rows ON {table}; DROP TRIGGER refuse_truncate ON {table};"
