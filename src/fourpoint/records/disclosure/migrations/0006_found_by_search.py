"""
What was given is found by search: by the agency that gave it, and by each recipient what that one was given.

An entry has the audience of the record that was given, whatever that becomes, and is for one agency alone: who reads the
same record by another dissemination learns nothing of this one. `o=` in its words names the record, so that the entry
follows it whoever moves it.
"""

from django.db import migrations

_DAY = "({at} AT TIME ZONE 'Europe/London')::date"
_HELD = """
    JOIN LATERAL (
        SELECT audience_id, area_codes, threat FROM intelligence_report WHERE r.kind = 'report' AND id = r.record_id
        UNION ALL SELECT audience_id, area_codes, threat FROM products_product
            WHERE r.kind = 'product' AND id = r.record_id
    ) AS h ON true
"""
_ENTRY = """
    INSERT INTO search_entry (kind, record_id, audience_id, only_agency_id, told_on, area_codes, threat, words)
    SELECT '{kind}', r.id, h.audience_id, r.{agency}, {day}, h.area_codes, h.threat,
        fourpoint_entry_words(r.reference, {body}, '',
            fourpoint_entry_tokens(h.audience_id, '{kind}', {day}, h.area_codes, h.threat, NULL)
            || ('o=' || r.kind || ':' || r.record_id))
    FROM {table} r {held} WHERE r.{by} = ANY($1)
    ON CONFLICT (kind, record_id) DO NOTHING
"""
_GIVEN = _ENTRY.format(
    kind="given",
    agency="owner_id",
    day=_DAY.format(at="r.disseminated_at"),
    body="""concat_ws(E'\\n', r.words, r.necessity, (SELECT name FROM disclosure_forum WHERE id = r.forum_id),
        (SELECT string_agg(a.name, E'\\n' ORDER BY a.name) FROM disclosure_receipt c
            JOIN agencies_agency a ON a.id = c.agency_id WHERE c.dissemination_id = r.id))""",
    table="disclosure_dissemination",
    held=_HELD,
    by="id",
)
_RECEIVED = _ENTRY.format(
    kind="received",
    agency="agency_id",
    day=_DAY.format(at="r.given_at"),
    body="concat_ws(E'\\n', r.words, (SELECT name FROM agencies_agency WHERE id = r.owner_id))",
    table="disclosure_receipt",
    held=_HELD,
    by="dissemination_id",
).replace("ANY($1)", "ANY($1) AND r.recalled_at IS NULL")
_FUNCTION = "LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS"
_INDEX = f"""
CREATE FUNCTION fourpoint_index_given(numbers bigint[]) RETURNS void {_FUNCTION}
$function$ BEGIN
    EXECUTE $query${_GIVEN}$query$ USING numbers;
    EXECUTE $query${_RECEIVED}$query$ USING numbers;
END $function$;
REVOKE EXECUTE ON FUNCTION fourpoint_index_given FROM PUBLIC;
CREATE FUNCTION fourpoint_indexes_given() RETURNS trigger {_FUNCTION}
$$ DECLARE
    numbers bigint[];
BEGIN
    EXECUTE 'SELECT array_agg(DISTINCT dissemination_id) FROM changed' INTO numbers;
    IF numbers IS NOT NULL THEN
        PERFORM fourpoint_index_given(numbers);
    END IF;
    RETURN NULL;
END $$;
CREATE FUNCTION fourpoint_given_goes() RETURNS trigger {_FUNCTION}
$$ BEGIN
    EXECUTE 'DELETE FROM search_entry WHERE kind IN (''given'', ''received'') AND words @@ $1::tsquery'
        USING '''o=' || TG_ARGV[0] || ':' || OLD.id || '''';
    RETURN NULL;
END $$;
CREATE FUNCTION fourpoint_given_moves() RETURNS trigger {_FUNCTION}
$$ BEGIN
    EXECUTE 'UPDATE search_entry SET audience_id = $1,
            words = ts_delete(words, $2) || array_to_tsvector(ARRAY[$3])
            WHERE kind IN (''given'', ''received'') AND words @@ $4::tsquery'
        USING NEW.audience_id, 'a=' || OLD.audience_id, 'a=' || NEW.audience_id,
            '''o=' || TG_ARGV[0] || ':' || OLD.id || '''';
    RETURN NULL;
END $$;
CREATE TRIGGER search_added AFTER INSERT ON disclosure_receipt REFERENCING NEW TABLE AS changed
    FOR EACH STATEMENT EXECUTE FUNCTION fourpoint_indexes_given();
CREATE TRIGGER search_recalled AFTER UPDATE OF recalled_at ON disclosure_receipt FOR EACH ROW
    WHEN (NEW.recalled_at IS NOT NULL) EXECUTE FUNCTION fourpoint_entry_goes('received');
"""  # noqa: S608
_FOLLOWS = """
CREATE TRIGGER search_given_moves AFTER UPDATE OF audience_id ON {table} FOR EACH ROW
    WHEN (OLD.audience_id <> NEW.audience_id) EXECUTE FUNCTION fourpoint_given_moves('{kind}');
CREATE TRIGGER search_given_goes AFTER DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION fourpoint_given_goes('{kind}');
"""
_RECORDS = (("intelligence_report", "report"), ("products_product", "product"))
_TABLES = ("disclosure_dissemination", "disclosure_receipt", "disclosure_forum", *(table for table, _ in _RECORDS))
# A migration acts for nobody and would see no row: the tables let their owner past row security meanwhile.
_FILL = (
    "SET CONSTRAINTS ALL IMMEDIATE;"  # noqa: S608
    + "".join(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;" for table in _TABLES)
    + "SELECT fourpoint_index_given(array_agg(id)) FROM disclosure_dissemination;"
    + "".join(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;" for table in _TABLES)
)
_UNDO = (
    "DROP TRIGGER search_added ON disclosure_receipt; DROP TRIGGER search_recalled ON disclosure_receipt;"  # noqa: S608
    + "".join(
        f"DROP TRIGGER search_given_moves ON {table}; DROP TRIGGER search_given_goes ON {table};"
        for table, _ in _RECORDS
    )
    + "DROP FUNCTION fourpoint_given_moves; DROP FUNCTION fourpoint_given_goes; DROP FUNCTION fourpoint_indexes_given;"
    + "DROP FUNCTION fourpoint_index_given; DELETE FROM search_entry WHERE kind IN ('given', 'received');"
)


class Migration(migrations.Migration):
    """Two kinds of entry, kept by the database from now on."""

    dependencies = [
        ("disclosure", "0005_forums_and_receipts"),
        ("products", "0003_found_by_search"),
        ("search", "0004_for_one_agency"),
    ]

    operations = [
        migrations.RunSQL(
            _INDEX + "".join(_FOLLOWS.format(table=table, kind=kind) for table, kind in _RECORDS) + _FILL, _UNDO
        )
    ]
