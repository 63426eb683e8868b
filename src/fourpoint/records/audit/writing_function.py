"""
The procedure by which a page adds its entries to the trail: all of them in one message.

PostgreSQL keeps its plans for as long as the connection lives, which an INSERT that is sent has made anew each time.
They hold nothing of a context: what the policy of adding compares, it asks as it runs. It has no power of its own: it
adds for whoever calls it what she may add.
"""

from fourpoint.records.audit.contents import FIELDS, TABLES, columns_sql


def _added(letter: str, table: str) -> str:
    names = ", ".join((*FIELDS[letter], "mark"))
    return f"WHEN '{letter}' THEN INSERT INTO {table} ({names}) VALUES ({columns_sql(letter, 'entry')});"  # noqa: S608


# Each entry is its content as in `contents`: its letter, its fields, its mark.
ADD_ENTRIES = f"""
CREATE PROCEDURE fourpoint_add_entries(added jsonb) LANGUAGE plpgsql AS
$$ DECLARE
    entry jsonb;
BEGIN
    FOR place IN 0 .. jsonb_array_length(added) - 1 LOOP
        entry := added -> place;
        CASE entry ->> 0
        {" ".join(_added(letter, table) for letter, table in TABLES.items())}
        END CASE;
    END LOOP;
END $$;
"""
