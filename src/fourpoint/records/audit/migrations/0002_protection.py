"""
What guards the trail: who adds to it and reads it, that nobody alters it, and how it is sealed.

It is added to by the person of the context and read by governance roles: that of the agency that acted, and that of the
agency whose material it was. Whoever may change a record reads what is about it. Every entry waits to be sealed from the
moment it is written, in a row of its own, since nobody may touch the entry again, not even to say that it is sealed; and
only functions of the owner seal. What people declared to be close to them is theirs to add and end, and is read by their
agency's governance role too.
"""

from django.db import migrations

from fourpoint.records.audit.check_functions import CHECK_FUNCTIONS
from fourpoint.records.audit.contents import GENESIS_SQL, TABLES, content_sql
from fourpoint.records.row_security import freeze, govern_also, hold_words, let_writers_read, protect_trail

# Numbers of what went, by kind, and the code of the rule by which it went: no words, no digest, no name for a key.
_NOTHING_PERSONAL = """
    ALTER TABLE audit_event ADD CONSTRAINT event_erasure_says_nothing_personal CHECK (
        operation <> 'erasure' OR (
            reason = '' AND words = '' AND before = '' AND after = ''
            AND object_id ~ '^([0-9]{1,20}|[0-9a-f-]{36})$'
            AND coalesce(facts ->> 'rule', '') ~ '^[a-z0-9.-]{1,64}$'
            AND NOT jsonb_path_exists(facts - 'rule', '$.keyvalue() ? (!(@.key like_regex "^[a-z][a-z0-9.-]*$"))')
            AND NOT jsonb_path_exists(facts - 'rule', '$.* ? (@.type() != "number")')
        )
    )
"""
# Sealers wait for one another here, and nobody else does: writers of entries take no lock.
LOCK = 62_1_2018

_WAIT = """
CREATE FUNCTION fourpoint_wait_for_seal() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS
$$ BEGIN
    INSERT INTO audit_waiting (kind, entry_id) SELECT TG_ARGV[0], id FROM added;
    RETURN NULL;
END $$;
"""
_CONTENT = " ".join(
    f"WHEN '{letter}' THEN (SELECT {content_sql(letter, 'entry')} FROM {table} entry WHERE entry.id = {{row}}.entry_id)"  # noqa: S608
    for letter, table in TABLES.items()
)
# The lock comes before the first look at the seals, so that the next number is seen by one sealer at a time. The places
# that were handled are deleted by their ids: a transaction under way may still add a smaller one than the last.
_SEAL = f"""
CREATE FUNCTION fourpoint_seal(most integer) RETURNS integer LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS
$$ DECLARE
    last bigint; chained bytea; leaf bytea; one record; handled bigint[] := '{{}}';
BEGIN
    PERFORM pg_advisory_xact_lock({LOCK});
    PERFORM set_config('fourpoint.sealing', 'on', true);
    SELECT number, hash INTO last, chained FROM audit_seal ORDER BY number DESC LIMIT 1;
    last := coalesce(last, 0);
    chained := coalesce(chained, {GENESIS_SQL});
    FOR one IN
        SELECT w.id, w.kind, w.entry_id, CASE w.kind {_CONTENT.format(row="w")} END AS content
        FROM audit_waiting w ORDER BY w.id LIMIT most
    LOOP
        last := last + 1;
        -- An entry that was removed while it waited gets its place all the same: the check finds that it is gone.
        leaf := sha256(convert_to(coalesce(one.content, ''), 'UTF8'));
        chained := sha256(chained || leaf);
        INSERT INTO audit_seal (number, kind, entry_id, entry_hash, hash)
            VALUES (last, one.kind, one.entry_id, leaf, chained);
        handled := handled || one.id;
    END LOOP;
    DELETE FROM audit_waiting WHERE id = ANY (handled);
    PERFORM set_config('fourpoint.sealing', '', true);
    RETURN cardinality(handled);
END $$;
"""  # noqa: S608
_UNDO = (
    "DROP FUNCTION fourpoint_check_writers(); DROP FUNCTION fourpoint_check_seals();"
    " DROP FUNCTION fourpoint_seal(integer); DROP FUNCTION fourpoint_wait_for_seal();"
)
_DECLARED = "audit_declaration"
_OWN = "person_id = (SELECT fourpoint_person()) AND agency_id = (SELECT fourpoint_agency())"
_THEIRS = f"""
ALTER TABLE {_DECLARED} ENABLE ROW LEVEL SECURITY; ALTER TABLE {_DECLARED} FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON {_DECLARED} FOR SELECT USING ({_OWN});
CREATE POLICY adds ON {_DECLARED} FOR INSERT WITH CHECK ({_OWN});
CREATE POLICY changes ON {_DECLARED} FOR UPDATE USING ({_OWN}) WITH CHECK ({_OWN});
"""
_NOT_THEIRS = f"""
DROP POLICY reads ON {_DECLARED}; DROP POLICY adds ON {_DECLARED}; DROP POLICY changes ON {_DECLARED};
ALTER TABLE {_DECLARED} NO FORCE ROW LEVEL SECURITY; ALTER TABLE {_DECLARED} DISABLE ROW LEVEL SECURITY;
"""


def _seal_entries(letter: str, table: str) -> list[migrations.RunSQL]:
    """Let the sealing functions, which run as the owner of the tables, read every entry; queue what is written."""
    return [
        migrations.RunSQL(
            f"CREATE POLICY seals ON {table} FOR SELECT TO CURRENT_USER"
            " USING (current_setting('fourpoint.sealing', true) = 'on')",
            f"DROP POLICY seals ON {table}",
        ),
        migrations.RunSQL(
            f"CREATE TRIGGER wait_for_seal AFTER INSERT ON {table} REFERENCING NEW TABLE AS added"
            f" FOR EACH STATEMENT EXECUTE FUNCTION fourpoint_wait_for_seal('{letter}')",
            f"DROP TRIGGER wait_for_seal ON {table}",
        ),
    ]


class Migration(migrations.Migration):
    """Row security of entries, their seals, and declarations."""

    replaces = [("audit", "0002_append_only"), ("audit", "0004_who_reads_what"), ("audit", "0006_sealing")]

    dependencies = [("audit", "0001_initial"), ("agencies", "0001_initial")]

    operations = [
        protect_trail("audit_event"),
        protect_trail("audit_reading", governed_by=("agency_id", "owner_id")),
        protect_trail("audit_listing", governed_by=("agency_id", "owner_id")),
        govern_also("audit_event", "owner_id"),
        let_writers_read("audit_event", "audience_id = ANY ({writable})"),
        let_writers_read("audit_reading", "audience_id = ANY ({writable})"),
        let_writers_read("audit_listing", "audience_ids && {writable}"),
        migrations.RunSQL(
            _NOTHING_PERSONAL, "ALTER TABLE audit_event DROP CONSTRAINT event_erasure_says_nothing_personal"
        ),
        migrations.RunSQL(_WAIT + _SEAL + CHECK_FUNCTIONS, _UNDO),
        *(operation for letter, table in TABLES.items() for operation in _seal_entries(letter, table)),
        freeze("audit_seal"),
        freeze("audit_root"),
        freeze("audit_check"),
        migrations.RunSQL(_THEIRS, _NOT_THEIRS),
        govern_also(_DECLARED, "agency_id"),
        # Whoever ends it says that it held until then; it is never made another.
        hold_words(_DECLARED, ("id", "person_id", "agency_id", "kind", "sealed", "declared_at")),
    ]
