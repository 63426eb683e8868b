"""
The conditions under which something was given are kept with it, in the words of that day, and found by search.

The index is kept as before and nothing is joined when it is asked: the words stand in the entries of who gave it and of
each recipient, which are for these agencies alone. What was given before this gets the words that the national catalogue
had for its codes when this was written; a code that is not among them is named.
"""

from importlib import import_module

from django.db import migrations, models

_BEFORE = import_module("fourpoint.records.disclosure.migrations.0006_found_by_search")
_WORDS = (
    ("A1", "Use it to develop the picture covertly only."),
    ("A2", "Use it covertly only."),
    ("A3", "It may be used overtly."),
    ("S1", "Sanitise it under delegated authority before passing it on."),
    ("S2", "Ask the originator before passing it on or acting on it."),
    ("recipients-only", "For the people it was sent to: do not pass it on."),
    ("organisational-use-only", "For use within the receiving organisation."),
    ("hmg-use-only", "For use within government."),
    ("embargoed", "Not to be released before the time that its owner gives."),
    ("personal-data", "It holds personal data."),
    ("commercial", "It holds information that could harm a business if released."),
    ("legal-professional-privilege", "It may be privileged: ask before passing it on."),
    ("uk", "Its origin is the United Kingdom, for readers in other countries."),
    ("uk-eyes-only", "For nationals of the United Kingdom only."),
)
_TABLES = _BEFORE._TABLES
_PAST = "SET CONSTRAINTS ALL IMMEDIATE;" + "".join(
    f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY;" for table in _TABLES
)
_AGAIN = "".join(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY;" for table in _TABLES)
_SAY = """
    UPDATE {table} SET conditions = coalesce((
        SELECT string_agg(coalesce(known.words, 'Handling condition ' || held.code || ' applies.'), E'\\n'
            ORDER BY held.place, held.code)
        FROM sharing_audience a, LATERAL (
            SELECT 1 AS place, unnest(a.conditions) AS code
            UNION ALL SELECT 2, unnest(a.instructions || a.descriptors || a.prefixes || a.caveats)) AS held
        LEFT JOIN (VALUES {words}) AS known (code, words) ON known.code = held.code
        WHERE a.id = {table}.readable_id), '');
"""
_VALUES = ", ".join(f"('{code}', '{words}')" for code, words in _WORDS)
_FILL = "".join(_SAY.format(table=table, words=_VALUES) for table in ("disclosure_dissemination", "disclosure_receipt"))
_ANEW = """
    DELETE FROM search_entry WHERE kind IN ('given', 'received');
    SELECT fourpoint_index_given(array_agg(id)) FROM disclosure_dissemination;
"""


def _function(given: str, received: str) -> str:
    return f"""
CREATE OR REPLACE FUNCTION fourpoint_index_given(numbers bigint[]) RETURNS void {_BEFORE._FUNCTION}
$function$ BEGIN
    EXECUTE $query${given}$query$ USING numbers;
    EXECUTE $query${received}$query$ USING numbers;
END $function$;
"""


_NOW = _function(
    _BEFORE._GIVEN.replace("r.words, r.necessity,", "r.words, r.necessity, r.conditions,"),
    _BEFORE._RECEIVED.replace("r.words, (SELECT", "r.words, r.conditions, (SELECT"),
)
_THEN = _function(_BEFORE._GIVEN, _BEFORE._RECEIVED)


class Migration(migrations.Migration):
    """Two columns, the function that indexes them, and the entries made anew."""

    dependencies = [("disclosure", "0006_found_by_search"), ("sharing", "0008_files_in_quarantine")]

    operations = [
        migrations.AddField("dissemination", "conditions", models.TextField(blank=True, default="")),
        migrations.AddField("receipt", "conditions", models.TextField(blank=True, default="")),
        migrations.RunSQL(_NOW + _PAST + _FILL + _ANEW + _AGAIN, _THEN + _PAST + _ANEW + _AGAIN),
    ]
