"""
What becomes of material is seen by those it concerns; a placement is never changed.

The history of who could read a record goes when the record is disposed of; until then nobody removes it.

What was given is found by search: by the agency that gave it, and by each recipient what that one was given. The
conditions under which it was given are kept with it, in the words of that day, and are found too. An entry has the
audience of the record that was given, whatever that becomes, and is for one agency alone: who reads the same record by
another dissemination learns nothing of this one. `o=` in its words names the record, so that the entry follows it
whoever moves it.
"""

from django.db import migrations

from fourpoint.records.marked import hold_owner
from fourpoint.records.row_security import (
    freeze,
    let_disposal_remove,
    protect_between,
    protect_by_audience,
    protect_for_parties,
)

# A placement tells who could read a record and why: for the owner's own readers of it, and for its governance role.
_HISTORY = """
    ALTER TABLE disclosure_placement ENABLE ROW LEVEL SECURITY;
    ALTER TABLE disclosure_placement FORCE ROW LEVEL SECURITY;
    CREATE POLICY reads ON disclosure_placement FOR SELECT USING (
        owner_id = (SELECT fourpoint_governs())
        OR (owner_id = (SELECT fourpoint_agency()) AND audience_id = ANY ((SELECT fourpoint_readable())::bigint[]))
    );
    CREATE POLICY adds ON disclosure_placement FOR INSERT WITH CHECK (
        owner_id = (SELECT fourpoint_agency())
        AND placed_by_id = (SELECT fourpoint_person())
        AND audience_id = ANY ((SELECT fourpoint_placeable())::bigint[])
    );
"""
_NO_HISTORY = """
    DROP POLICY reads ON disclosure_placement;
    DROP POLICY adds ON disclosure_placement;
    ALTER TABLE disclosure_placement NO FORCE ROW LEVEL SECURITY;
    ALTER TABLE disclosure_placement DISABLE ROW LEVEL SECURITY;
"""
# Runs as the owner of the tables, within the caller's context: only for a record of the agency acted for, and only
# while its disposal is under way.
_DISPOSE = """
CREATE FUNCTION fourpoint_dispose_placements(of_kind text, of_record bigint) RETURNS SETOF bigint LANGUAGE plpgsql
SECURITY DEFINER SET search_path = pg_catalog, public AS
$$ BEGIN
    IF NOT EXISTS (
        SELECT FROM review_disposal d WHERE d.owner_id = fourpoint_agency() AND d.kind = of_kind
            AND d.record_id = of_record AND d.state IN ('proposed', 'confirmed')
    ) THEN
        RETURN;
    END IF;
    PERFORM set_config('fourpoint.disposing', 'on', true);
    RETURN QUERY DELETE FROM disclosure_placement p
        WHERE p.kind = of_kind AND p.record_id = of_record AND p.owner_id = fourpoint_agency() RETURNING p.id;
    PERFORM set_config('fourpoint.disposing', '', true);
END $$;
"""
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
    body="""concat_ws(E'\\n', r.words, r.necessity, r.conditions, (SELECT name FROM disclosure_forum WHERE id = r.forum_id),
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
    body="concat_ws(E'\\n', r.words, r.conditions, (SELECT name FROM agencies_agency WHERE id = r.owner_id))",
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
_UNINDEX = (
    "DROP TRIGGER search_added ON disclosure_receipt; DROP TRIGGER search_recalled ON disclosure_receipt;"  # noqa: S608
    + "".join(
        f"DROP TRIGGER search_given_moves ON {table}; DROP TRIGGER search_given_goes ON {table};"
        for table, _ in _RECORDS
    )
    + "DROP FUNCTION fourpoint_given_moves; DROP FUNCTION fourpoint_given_goes; DROP FUNCTION fourpoint_indexes_given;"
    + "DROP FUNCTION fourpoint_index_given; DELETE FROM search_entry WHERE kind IN ('given', 'received');"
)


class Migration(migrations.Migration):
    """Row security of every table of this app, and two kinds of entry that the database keeps."""

    replaces = [
        ("disclosure", "0002_row_security"),
        ("disclosure", "0003_history_goes_with_its_record"),
        ("disclosure", "0006_found_by_search"),
    ]

    dependencies = [
        ("disclosure", "0001_initial"),
        ("intelligence", "0001_initial"),
        ("products", "0001_initial"),
        ("search", "0002_protection"),
        ("review", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(_HISTORY, _NO_HISTORY),
        freeze("disclosure_placement"),
        hold_owner("disclosure_placement"),
        protect_by_audience("disclosure_sharenotice"),
        hold_owner("disclosure_sharenotice"),
        protect_by_audience("disclosure_pointer"),
        hold_owner("disclosure_pointer"),
        protect_by_audience("disclosure_pointertarget"),
        protect_between("disclosure_accessrequest", ("agency_id", "owner_id")),
        protect_between("disclosure_recall", ("owner_id",)),
        protect_between("disclosure_recallnotice", ("agency_id", "owner_id")),
        protect_for_parties("disclosure_forum"),
        protect_between("disclosure_dissemination", ("owner_id",)),
        protect_between("disclosure_receipt", ("agency_id", "owner_id")),
        let_disposal_remove("disclosure_placement"),
        migrations.RunSQL(_DISPOSE, "DROP FUNCTION fourpoint_dispose_placements(text, bigint);"),
        migrations.RunSQL(
            _INDEX + "".join(_FOLLOWS.format(table=table, kind=kind) for table, kind in _RECORDS), _UNINDEX
        ),
    ]
