"""
The functions by which the background check looks at a trail that it may not read.

They are planned anew at each call, since a plan of the trail's tables holds the context that it was made in.
"""

from fourpoint.records.audit.contents import GENESIS_SQL, TABLES, content_sql

# Numbers and codes of what is wrong, never an entry.
_CHECK = f"""
CREATE OR REPLACE FUNCTION fourpoint_check_seals() RETURNS TABLE (number bigint, code text)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ BEGIN
    PERFORM set_config('fourpoint.sealing', 'on', true);
    RETURN QUERY EXECUTE $query$
    WITH chain AS (
        SELECT s.number, s.entry_hash, s.hash,
            lag(s.hash, 1, {GENESIS_SQL}) OVER (ORDER BY s.number) AS before,
            lag(s.number, 1, 0::bigint) OVER (ORDER BY s.number) AS previous,
            CASE s.kind
                {" ".join(f"WHEN '{letter}' THEN {content_sql(letter, letter.lower())}" for letter in TABLES)}
            END AS content,
            coalesce({", ".join(f"{letter.lower()}.id" for letter in TABLES)}) AS held
        FROM audit_seal s {
    " ".join(
        f"LEFT JOIN {table} {letter.lower()} ON s.kind = '{letter}' AND {letter.lower()}.id = s.entry_id"
        for letter, table in TABLES.items()
    )
}
    )
    SELECT c.number, CASE
        WHEN c.number <> c.previous + 1 THEN 'gap'
        WHEN c.held IS NULL THEN 'gone'
        WHEN sha256(convert_to(c.content, 'UTF8')) <> c.entry_hash THEN 'changed'
        ELSE 'broken' END
    FROM chain c
    WHERE c.number <> c.previous + 1 OR c.held IS NULL OR sha256(c.before || c.entry_hash) <> c.hash
        OR sha256(convert_to(c.content, 'UTF8')) <> c.entry_hash
    ORDER BY c.number
    $query$;
    PERFORM set_config('fourpoint.sealing', '', true);
END $$;
"""  # noqa: S608
# Which numbers each writer's entries have, and nothing of an entry.
_WRITERS = f"""
CREATE OR REPLACE FUNCTION fourpoint_check_writers() RETURNS TABLE (writer text, last bigint, held bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ BEGIN
    PERFORM set_config('fourpoint.sealing', 'on', true);
    RETURN QUERY EXECUTE $query$
    SELECT split_part(entry.mark, ':', 3), max(split_part(entry.mark, ':', 4)::bigint),
        count(DISTINCT split_part(entry.mark, ':', 4)::bigint)
    FROM ({" UNION ALL ".join(f"SELECT mark FROM {table}" for table in TABLES.values())}) entry
    WHERE entry.mark ~ '^[0-9a-f]{{8}}:[0-9a-f]{{64}}:[0-9a-f]{{16}}:[0-9]{{1,15}}$'
    GROUP BY 1
    $query$;
    PERFORM set_config('fourpoint.sealing', '', true);
END $$;
"""  # noqa: S608
CHECK_FUNCTIONS = _CHECK + _WRITERS
