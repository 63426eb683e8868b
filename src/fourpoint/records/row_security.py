"""
Row security as migration operations: one line in a migration protects a table. For whoever adds a protected table.

The database functions read settings that `access/` makes for one transaction. An unset or empty setting gives an empty
list, so that no context means no rows. FORCE holds the policies against the owner role too: migrations that touch
protected rows need a context like everyone else.

A list of audiences is written "i1,2,3" or, when long, as a bitmap "b" and hexadecimal digits. Policies must cost no
more than a filter written by hand, and PostgreSQL plans well only with values that it knows while it plans. So the
functions named `fourpoint_planned...` claim to be immutable and are folded into the plan. They are not: another context
answers otherwise. What makes that safe stands in every policy beside them: `fourpoint_check_plan` compares, when the
plan runs, what it was made for with what is set then, and stops the query when they differ. So that nothing honest is
stopped, no plan that holds a list is kept: a function asks protected tables by EXECUTE, or is named to `plan_anew`.
"""

from django.db.migrations import RunSQL

# A list as an array, in either writing; anything else is the empty list.
_LIST = """
CREATE FUNCTION fourpoint_{name}() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT fourpoint_ids(coalesce(current_setting('fourpoint.{name}', true), '')) $$;
"""
_IDS = """
CREATE FUNCTION fourpoint_ids(said text) RETURNS bigint[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT CASE left(said, 1)
    WHEN 'i' THEN ('{' || substr(said, 2) || '}')::bigint[]
    WHEN 'b' THEN ARRAY(
        SELECT id FROM (SELECT decode(substr(said, 2), 'hex') AS bits) AS held,
            generate_series(0, octet_length(bits) * 8 - 1) AS id
        WHERE get_bit(bits, id) > 0)
    ELSE '{}' END $$;
"""
_ONE = """
CREATE FUNCTION fourpoint_{name}() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('fourpoint.{name}', true), '')::bigint $$;
"""
_REFUSE = """
CREATE FUNCTION fourpoint_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '% is append-only: its rows are never changed or removed.', TG_TABLE_NAME
   USING ERRCODE = 'insufficient_privilege'; END $$;
"""


# What a plan was made for, as a number over the whole list, and whether that is what is set while it runs.
_CHECK_PLAN = """
CREATE FUNCTION fourpoint_said(which text) RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('fourpoint.' || which, true), '') $$;
CREATE FUNCTION fourpoint_planned(which text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT hashtextextended(fourpoint_said(which), 0) $$;
CREATE FUNCTION fourpoint_check_plan(which text, planned bigint) RETURNS boolean
LANGUAGE plpgsql STABLE PARALLEL SAFE AS
$$ BEGIN
    IF planned = hashtextextended(fourpoint_said(which), 0) THEN
        RETURN true;
    END IF;
    RAISE EXCEPTION 'This query was planned in another context: plan it again.'
        USING ERRCODE = 'insufficient_privilege';
END $$;
"""
# The list as a plan holds it. Whatever is not a bitmap counts as an array, and an empty setting as an empty one; the
# bit after a bitmap's last is never set, so that ids that came later are looked up there.
_PLANNED = """
CREATE FUNCTION fourpoint_planned_array(which text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT left(fourpoint_said(which), 1) <> 'b' $$;
CREATE FUNCTION fourpoint_planned_ids(which text) RETURNS bigint[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT fourpoint_ids(fourpoint_said(which)) $$;
CREATE FUNCTION fourpoint_planned_bits(which text) RETURNS bytea LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT CASE left(fourpoint_said(which), 1) WHEN 'b' THEN decode(substr(fourpoint_said(which), 2), 'hex') END
    || '\\x00' $$;
CREATE FUNCTION fourpoint_planned_end(which text) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT octet_length(fourpoint_planned_bits(which)) * 8 - 1 $$;
"""

# A policy cannot compare a row with what it was, so a trigger holds that a row moves to placeable audiences only.
_MOVE = """
CREATE FUNCTION fourpoint_move() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
    IF NOT (NEW.audience_id = ANY (fourpoint_placeable())) THEN
        RAISE EXCEPTION 'This row may not be given that audience now.' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$;
"""
_UNCHANGING = """
CREATE FUNCTION fourpoint_unchanging() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'What stands in % is never changed: add what is to be said.', TG_TABLE_NAME
   USING ERRCODE = 'insufficient_privilege'; END $$;
"""
_OUTBOX = "(SELECT coalesce(current_setting('fourpoint.outbox', true), '') = 'on')"
_LISTS = ("readable", "writable", "placeable")
# The actor, the agency acted for, the agency whose trail she governs.
_ONES = ("person", "agency", "governs")
_FUNCTIONS = (
    _IDS
    + "".join(_LIST.format(name=name) for name in _LISTS)
    + "".join(_ONE.format(name=name) for name in _ONES)
    + _CHECK_PLAN
    + _PLANNED
    + _MOVE
    + _REFUSE
    + _UNCHANGING
)
_BY_NAME = ("planned_end", "planned_bits", "planned_ids", "planned_array", "planned", "said", "ids")
_MOVES = """
CREATE TRIGGER moves BEFORE UPDATE OF audience_id ON {table} FOR EACH ROW
    WHEN (OLD.audience_id IS DISTINCT FROM NEW.audience_id) EXECUTE FUNCTION fourpoint_move();
"""
_STAYS = "DROP TRIGGER moves ON {table};"


def create_functions() -> RunSQL:
    """Create the functions that every policy and trigger here calls; comes before all that is protected."""
    names = ("move", *_LISTS, *_ONES, "refuse", "unchanging")
    dropped = (*(f"{name}()" for name in names), "check_plan(text, bigint)", *(f"{name}(text)" for name in _BY_NAME))
    return RunSQL(_FUNCTIONS, "".join(f"DROP FUNCTION fourpoint_{name};" for name in dropped))


def protect_by_audience(table: str, *, frozen: bool = False) -> RunSQL:
    """
    Let a table's rows be read and written only within the audiences of the transaction's context.

    A row may be changed or removed in an audience that is writable, and given one that is placeable: what was shared
    under an agreement past its review can be taken back, but nothing more can be put under it.

    table   has a column audience_id
    frozen  also refuse every change and removal, whoever asks
    """
    writable = within("writable")
    policies = f"""
        CREATE POLICY reads ON {table} FOR SELECT USING ({within("readable")});
        CREATE POLICY adds ON {table} FOR INSERT WITH CHECK ({within("placeable")});
        CREATE POLICY changes ON {table} FOR UPDATE USING ({writable}) WITH CHECK ({writable});
        CREATE POLICY removes ON {table} FOR DELETE USING ({writable});
    """
    undo = "".join(f"DROP POLICY {name} ON {table};" for name in ("reads", "adds", "changes", "removes"))
    freeze, thaw = (
        (_freeze(table), _thaw(table)) if frozen else (_MOVES.format(table=table), _STAYS.format(table=table))
    )
    return RunSQL(_enable(table) + policies + freeze, thaw + undo + _disable(table))


def protect_posted(table: str, *, sent: str, arrives: str, seen: bool = True) -> RunSQL:
    """
    Protect a table by audience, into which people put rows that are another agency's from then on: a post box.

    What a person sent is open to her only while `access.outbox` says so.

    sent     the condition, over the row, that the person of the context sent it
    arrives  the condition under which such a row may be put in; what it refers to must be that person's own sending
    seen     whether the sender reads her rows afterwards
    """
    readable, writable, placeable = within("readable"), within("writable"), within("placeable")
    reads = f"({readable}) OR ({_OUTBOX} AND {sent})" if seen else readable
    policies = f"""
        CREATE POLICY reads ON {table} FOR SELECT USING ({reads});
        CREATE POLICY adds ON {table} FOR INSERT WITH CHECK (({placeable}) OR ({_OUTBOX} AND {arrives}));
        CREATE POLICY changes ON {table} FOR UPDATE USING ({writable}) WITH CHECK ({writable});
        CREATE POLICY removes ON {table} FOR DELETE USING ({writable});
    """
    undo = "".join(f"DROP POLICY {name} ON {table};" for name in ("reads", "adds", "changes", "removes"))
    return RunSQL(
        _enable(table) + policies + _MOVES.format(table=table),
        _STAYS.format(table=table) + undo + _disable(table),
    )


def protect_personal(table: str) -> RunSQL:
    """Let a table's rows (person_id, agency_id) be read, added, changed and removed by that person alone."""
    own = "person_id = (SELECT fourpoint_person()) AND agency_id = (SELECT fourpoint_agency())"
    policy = f"CREATE POLICY own ON {table} USING ({own}) WITH CHECK ({own});"
    return RunSQL(_enable(table) + policy, f"DROP POLICY own ON {table};" + _disable(table))


def hold_words(table: str, columns: tuple[str, ...]) -> RunSQL:
    """Refuse every change of those columns, even to the same value; a row may still move or be removed."""
    return RunSQL(
        f"""CREATE TRIGGER unchanging BEFORE UPDATE OF {", ".join(columns)} ON {table}
            FOR EACH ROW EXECUTE FUNCTION fourpoint_unchanging();""",
        f"DROP TRIGGER unchanging ON {table};",
    )


def protect_between(table: str, columns: tuple[str, ...]) -> RunSQL:
    """
    Let a table's rows be read, added and changed only by people of the agencies that a row is between.

    columns  hold the ids of those agencies
    """
    return _protect_for(table, " OR ".join(f"{column} = (SELECT fourpoint_agency())" for column in columns))


def protect_governed(table: str) -> RunSQL:
    """Let a table's rows (agency_id) be read, added and changed only by the governance role of their agency."""
    return _protect_for(table, "agency_id = (SELECT fourpoint_governs())")


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
    said = f"{_planned('writable')} AND ({condition.format(writable=_ids('writable'))})"
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


def reach_files(table: str) -> RunSQL:
    """
    Open the bytes of files that hang on a table's rows (held_id) to whoever may read the row, out of quarantine alone.

    What a policy asks another table is itself held to that table's rules, so it need not repeat who may read the row.
    """
    return RunSQL(
        f"""
        CREATE POLICY reads_of_{table} ON files_content FOR SELECT USING (
            EXISTS (SELECT FROM files_file f WHERE f.id = file_id AND f.state IN ('clean', 'unscanned'))
            AND EXISTS (SELECT FROM {table} r WHERE r.held_id = file_id));
        CREATE TRIGGER file_goes_along AFTER DELETE ON {table} FOR EACH ROW WHEN (OLD.held_id IS NOT NULL)
            EXECUTE FUNCTION fourpoint_file_goes_along();
        """,  # noqa: S608
        f"DROP TRIGGER file_goes_along ON {table}; DROP POLICY reads_of_{table} ON files_content;",
    )


def plan_anew(function: str) -> RunSQL:
    """
    Have a function plan at each call whatever it asks, since it asks tables that are protected by audience.

    function  with the types of its arguments. A statement in it that uses none of its variables is kept all the same,
              and must be an EXECUTE.
    """
    return RunSQL(
        f"ALTER FUNCTION {function} SET plan_cache_mode = force_custom_plan",
        f"ALTER FUNCTION {function} RESET plan_cache_mode",
    )


def freeze(table: str) -> RunSQL:
    """Refuse every change and removal of a table's rows, whoever asks."""
    return RunSQL(_freeze(table), _thaw(table))


def let_disposal_remove(table: str) -> RunSQL:
    """
    Let a function of the owner remove rows of a frozen table while it disposes of a record, and nobody else.

    Such a function sets fourpoint.disposing for its transaction; the application may set it too, and has no privilege
    to remove.
    """
    disposing = "current_setting('fourpoint.disposing', true) = 'on'"
    return RunSQL(
        f"""
        DROP TRIGGER refuse_rows ON {table};
        CREATE TRIGGER refuse_rows BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION fourpoint_refuse();
        CREATE TRIGGER refuse_removal BEFORE DELETE ON {table} FOR EACH ROW
            WHEN (current_setting('fourpoint.disposing', true) IS DISTINCT FROM 'on')
            EXECUTE FUNCTION fourpoint_refuse();
        CREATE POLICY sees_disposed ON {table} FOR SELECT TO CURRENT_USER USING ({disposing});
        CREATE POLICY disposes ON {table} FOR DELETE TO CURRENT_USER USING ({disposing});
        """,
        f"""
        DROP POLICY sees_disposed ON {table}; DROP POLICY disposes ON {table};
        DROP TRIGGER refuse_removal ON {table}; DROP TRIGGER refuse_rows ON {table};
        CREATE TRIGGER refuse_rows BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW EXECUTE FUNCTION fourpoint_refuse();
        """,
    )


def within(which: str) -> str:
    """Return the condition that a row's audience_id is in that list: readable, writable or placeable."""
    return f"""{_planned(which)} AND CASE WHEN fourpoint_planned_array('{which}') THEN audience_id = ANY ({_ids(which)})
        ELSE get_bit(fourpoint_planned_bits('{which}'), least(audience_id, fourpoint_planned_end('{which}'))) > 0 END"""


def _planned(which: str) -> str:
    return f"(SELECT fourpoint_check_plan('{which}', fourpoint_planned('{which}')))"


def _ids(which: str) -> str:
    return f"fourpoint_planned_ids('{which}')"


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
