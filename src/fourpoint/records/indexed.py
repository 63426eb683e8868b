"""
The index of search as migration operations: one declaration makes a kind of record searchable. For whoever adds a kind.

The database keeps the index itself. Triggers write the entry of a record in the statement that writes the record or a
part of it, move it when the record is given another audience, and remove it with the record: whoever does it, and by
whatever way. The functions run with the owner's rights, since nobody else may write an entry, and read the record under
the row security of whoever acts. They send their queries as text, so that no plan outlives the context it was made in.

In an entry's words stand beside the words of the text: `a=` its audience, `k=` its kind, `r=` each area, `h=` its
threat, `y=` its year, `q=` its quarter, `p=` its sender; `n=` and `s=` the spellings and sounds of its names; `d=` its
numbers and plates. No text that English cuts into words yields one of these.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.migrations import RunSQL

# What names and numbers are found by, as domain.linkage has it for names in Latin letters (tests hold that they agree).
CUTTING = r"""
CREATE FUNCTION fourpoint_plain(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT translate(regexp_replace(normalize(said, NFKD), '[\u0300-\u036f]', '', 'g'), 'łøđðıŁØĐ’', 'loddiLOD''') $$;
CREATE FUNCTION fourpoint_latin(word text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT replace(replace(replace(replace(replace(lower(fourpoint_plain(word)),
    '''', ''), 'þ', 'th'), 'æ', 'ae'), 'œ', 'oe'), 'ß', 'ss') $$;
CREATE FUNCTION fourpoint_sound(word text) RETURNS text LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS
$$ DECLARE
    rule text[];
BEGIN
    FOREACH rule SLICE 1 IN ARRAY ARRAY[
        ['(.)\1+', '\1'], ['^(?:kn|gn|pn)', 'n'], ['^wr', 'r'], ['^(?:ps|x)', 's'], ['^wh', 'w'],
        ['^ma?c(?=[^aeiouyh])', 'mK'], ['mb$', 'm'], ['tsch', 'C'], ['sch|sh|sz|zh', 's'], ['tch|cz|ch(?![rl])', 'C'],
        ['z|c(?=[eiy])', 's'], ['ch|kh|ck|c|k|q', 'K'], ['^gh', 'G'], ['gh', ''],
        ['dg(?=[eiy])|g(?=[eiy])|dj|j', 'J'], ['ph|v', 'f'], ['x', 'Ks'], ['th|dh|d', 't'],
        ['^(?:[aeiou]|y(?![aeiou]))', 'A']]
    LOOP
        word := regexp_replace(word, rule[1], rule[2], 'g');
    END LOOP;
    word := left(word, 1) || regexp_replace(substr(word, 2), '[aeiouyhw]+', '-', 'g');
    RETURN upper(replace(regexp_replace(word, '([^-])\1+', '\1', 'g'), '-', ''));
END $$;
CREATE FUNCTION fourpoint_name_keys(said text, form text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT coalesce(array_agg(DISTINCT keyed.key), '{}') FROM (
    SELECT DISTINCT fourpoint_latin(found[1]) AS word
    FROM regexp_matches(left(fourpoint_plain(said), 100000), form, 'g') AS found LIMIT 500
) AS held, LATERAL (
    SELECT 'n=' || word AS key
    UNION ALL SELECT 'n=' || overlay(word PLACING '' FROM place FOR 1)
        FROM generate_series(1, length(word)) AS place WHERE length(word) >= 4
    UNION ALL SELECT 's=' || sound FROM fourpoint_sound(word) AS sound WHERE length(sound) >= 3
) AS keyed WHERE length(word) BETWEEN 3 AND 40 AND to_tsvector('pg_catalog.english', word) <> '' $$;
CREATE FUNCTION fourpoint_number_keys(said text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT coalesce(array_agg(DISTINCT 'd=' || key), '{}') FROM (
    SELECT regexp_replace(regexp_replace(found[1], '\D', '', 'g'), '^(?:0044|44(?=0?\d{9})|00|0)0?', '')
        FROM regexp_matches(left(said, 100000), '((?:\+|\(?0)[0-9][0-9 ().-]{6,20}[0-9])', 'g') AS found
    UNION ALL SELECT lower(replace(found[1], ' ', ''))
        FROM regexp_matches(left(said, 100000), '\m([A-Za-z]{1,2}[0-9]{1,3} ?[A-Za-z]{3})\M', 'g') AS found
    UNION ALL SELECT lower(replace(found[1], ' ', ''))
        FROM regexp_matches(left(said, 100000), '\m([A-Za-z]{1,2}[0-9][A-Za-z0-9]? ?[0-9][A-Za-z]{2})\M', 'g') AS found
) AS held (key) WHERE length(key) >= 5 $$;
CREATE FUNCTION fourpoint_entry_words(title text, body text, names text, tokens text[]) RETURNS tsvector
LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS
$$ DECLARE
    said constant text := concat_ws(E'\n', title, body);
    most integer;
BEGIN
    tokens := tokens || fourpoint_number_keys(said)
        || fourpoint_name_keys(said, '\m([[:upper:]][[:alpha:]'']+)')
        || fourpoint_name_keys(coalesce(names, ''), '([[:alpha:]'']+)');
    -- A tsvector holds a megabyte. Where a text has more to index, its beginning is indexed.
    FOREACH most IN ARRAY ARRAY[700000, 100000, 10000] LOOP
        BEGIN
            RETURN setweight(to_tsvector('pg_catalog.english', fourpoint_plain(left(coalesce(title, ''), most))), 'A')
                || to_tsvector('pg_catalog.english', fourpoint_plain(left(coalesce(body, ''), most)))
                || array_to_tsvector(tokens);
        EXCEPTION WHEN program_limit_exceeded THEN NULL;
        END;
    END LOOP;
    RETURN array_to_tsvector(tokens);
END $$;
CREATE FUNCTION fourpoint_entry_tokens(
    audience bigint, kind text, day date, areas text[], threat text, sender bigint) RETURNS text[]
LANGUAGE sql IMMUTABLE PARALLEL SAFE AS
$$ SELECT array_remove(ARRAY['a=' || audience, 'k=' || kind, 'h=' || nullif(threat, ''), 'p=' || sender,
        'y=' || extract(year FROM day), 'q=' || extract(year FROM day) || '-' || extract(quarter FROM day)], NULL)
    || ARRAY(SELECT 'r=' || area FROM unnest(areas) AS area) $$;
"""
CUT = """
DROP FUNCTION fourpoint_entry_tokens; DROP FUNCTION fourpoint_entry_words; DROP FUNCTION fourpoint_number_keys;
DROP FUNCTION fourpoint_name_keys; DROP FUNCTION fourpoint_sound; DROP FUNCTION fourpoint_latin;
DROP FUNCTION fourpoint_plain;
"""
# Whatever stands in a table's column when it is written anew: entries follow their records.
FOLLOWING = """
CREATE FUNCTION fourpoint_entry_moves() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS
$$ BEGIN
    EXECUTE 'UPDATE search_entry SET audience_id = $1,
            words = ts_delete(words, $2) || array_to_tsvector(ARRAY[$3]) WHERE kind = $4 AND record_id = $5'
        USING NEW.audience_id, 'a=' || OLD.audience_id, 'a=' || NEW.audience_id, TG_ARGV[0], NEW.id;
    RETURN NULL;
END $$;
CREATE FUNCTION fourpoint_entry_goes() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS
$$ BEGIN
    EXECUTE 'DELETE FROM search_entry WHERE kind = $1 AND record_id = $2' USING TG_ARGV[0], OLD.id;
    RETURN NULL;
END $$;
"""
STAYING = "DROP FUNCTION fourpoint_entry_moves; DROP FUNCTION fourpoint_entry_goes;"


@dataclass(frozen=True, kw_only=True)
class Indexed:
    """
    A kind of record that search finds. Its SQL is over `r`, a row of the table.

    kind     the code of the kind of marked record
    columns  those of the table whose change indexes the record again
    title    what counts most; body everything else that a reader of the record reads, as text
    names    text whose every word is taken for a name; elsewhere words with a capital are
    told_on  the day that the record is of
    areas    its areas' codes as an array; threat its threat's code
    sender   number of who sent it and of her agency, where a sender reads what lies with another agency
    shown    the condition under which it is found
    parts    tables whose rows hang on it, each with its foreign key and the columns that are read of it
    """

    kind: str
    table: str
    columns: tuple[str, ...]
    title: str
    body: str
    names: str = "''"
    told_on: str = "r.made_at::date"
    areas: str = "'{}'::text[]"
    threat: str = "''"
    sender: tuple[str, str] = ("NULL::bigint", "NULL::bigint")
    shown: str = "true"
    parts: Mapping[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)


def index_for_search(indexed: Indexed) -> RunSQL:
    """Let the database keep the index entries of a kind from now on, and make those of the rows that are there."""
    made = _function(indexed) + _triggers(indexed)
    made += "".join(_part(indexed, table, *read) for table, read in indexed.parts.items())
    return RunSQL(made + _fill(indexed), _undo(indexed))


# ----------------------------------------------------------------------------------------------------------------------


def _function(one: Indexed) -> str:
    sender, agency = one.sender
    return f"""
CREATE FUNCTION fourpoint_index_{one.kind}(numbers bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS
$function$ DECLARE
    met bigint;
BEGIN
    EXECUTE $query$
        INSERT INTO search_entry (kind, record_id, audience_id, sender_id, sender_agency_id, told_on, area_codes,
            threat, words)
        SELECT '{one.kind}', r.id, r.audience_id, {sender}, {agency}, {one.told_on}, {one.areas}, {one.threat},
            fourpoint_entry_words({one.title}, {one.body}, {one.names}, fourpoint_entry_tokens(
                r.audience_id, '{one.kind}', {one.told_on}, {one.areas}, {one.threat}, {sender}))
        FROM {one.table} r WHERE r.id = ANY($1) AND ({one.shown})
        ON CONFLICT (kind, record_id) DO UPDATE SET audience_id = EXCLUDED.audience_id, told_on = EXCLUDED.told_on,
            area_codes = EXCLUDED.area_codes, threat = EXCLUDED.threat, words = EXCLUDED.words
    $query$ USING numbers;
    GET DIAGNOSTICS met = ROW_COUNT;
    IF met < cardinality(numbers) THEN
        EXECUTE $query$
            DELETE FROM search_entry e WHERE e.kind = '{one.kind}' AND e.record_id = ANY($1)
                AND NOT EXISTS (SELECT FROM {one.table} r WHERE r.id = e.record_id AND ({one.shown}))
        $query$ USING numbers;
    END IF;
END $function$;
REVOKE EXECUTE ON FUNCTION fourpoint_index_{one.kind} FROM PUBLIC;
CREATE FUNCTION fourpoint_indexes_{one.kind}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS
$$ BEGIN
    PERFORM fourpoint_index_{one.kind}(ARRAY[NEW.id]);
    RETURN NULL;
END $$;
{_many(f"fourpoint_indexes_{one.kind}_added", one.kind, "id")}
"""  # noqa: S608


def _many(name: str, kind: str, field: str) -> str:
    """A trigger of a statement: to index the records of all its rows at once takes one plan, and one by one as many."""
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS
$$ DECLARE
    numbers bigint[];
BEGIN
    EXECUTE 'SELECT array_agg(DISTINCT {field}) FROM changed' INTO numbers;
    IF numbers IS NOT NULL THEN
        PERFORM fourpoint_index_{kind}(numbers);
    END IF;
    RETURN NULL;
END $$;
"""  # noqa: S608


def _triggers(one: Indexed) -> str:
    return f"""
CREATE TRIGGER search_added AFTER INSERT ON {one.table} REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION fourpoint_indexes_{one.kind}_added();
CREATE TRIGGER search_indexes AFTER UPDATE OF {", ".join(one.columns)} ON {one.table}
    FOR EACH ROW EXECUTE FUNCTION fourpoint_indexes_{one.kind}();
CREATE TRIGGER search_moves AFTER UPDATE OF audience_id ON {one.table} FOR EACH ROW
    WHEN (OLD.audience_id <> NEW.audience_id) EXECUTE FUNCTION fourpoint_entry_moves('{one.kind}');
CREATE TRIGGER search_goes AFTER DELETE ON {one.table}
    FOR EACH ROW EXECUTE FUNCTION fourpoint_entry_goes('{one.kind}');
"""


def _part(one: Indexed, table: str, field: str, columns: tuple[str, ...]) -> str:
    """Index the record once for all rows of a statement, and again for each part whose words change."""
    name = f"fourpoint_indexes_{one.kind}_by_{table}"
    return f"""
{_many(name, one.kind, field)}
CREATE TRIGGER search_{one.kind}_added AFTER INSERT ON {table} REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION {name}();
CREATE TRIGGER search_{one.kind}_gone AFTER DELETE ON {table} REFERENCING OLD TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION {name}();
CREATE FUNCTION {name}_row() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS
$$ BEGIN
    PERFORM fourpoint_index_{one.kind}(ARRAY[NEW.{field}]);
    RETURN NULL;
END $$;
CREATE TRIGGER search_{one.kind}_changed AFTER UPDATE OF {", ".join(columns)} ON {table}
    FOR EACH ROW EXECUTE FUNCTION {name}_row();
"""


def _fill(one: Indexed) -> str:
    """A migration acts for nobody and would see no row: the tables let their owner past row security meanwhile."""
    tables = (one.table, *one.parts)
    past = "".join(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;" for table in tables)
    again = "".join(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;" for table in tables)
    return f"""
SET CONSTRAINTS ALL IMMEDIATE;
{past}
SELECT fourpoint_index_{one.kind}(array_agg(id)) FROM {one.table};
{again}
"""  # noqa: S608


def _undo(one: Indexed) -> str:
    dropped = [
        f"DROP TRIGGER {trigger} ON {one.table};"
        for trigger in ("search_added", "search_indexes", "search_moves", "search_goes")
    ]
    for table in one.parts:
        name = f"fourpoint_indexes_{one.kind}_by_{table}"
        dropped += [f"DROP TRIGGER search_{one.kind}_{what} ON {table};" for what in ("added", "gone", "changed")]
        dropped += [f"DROP FUNCTION {name};", f"DROP FUNCTION {name}_row;"]
    dropped += [
        f"DROP FUNCTION fourpoint_indexes_{one.kind}_added;",
        f"DROP FUNCTION fourpoint_indexes_{one.kind};",
        f"DROP FUNCTION fourpoint_index_{one.kind};",
    ]
    return "".join(dropped) + f"DELETE FROM search_entry WHERE kind = '{one.kind}';"  # noqa: S608
