"""
The period of a search stands apart from its words, so that the index goes through one period and not through all.

Within one text search PostgreSQL's index reads all of the rarest word's entries and asks of each whether it is of the
period. Two text searches it goes through in step: entries of one period lie together, and it leaps over the rest. Where
no period stands apart, what is sought stands in both.
"""

from django.db import migrations

from fourpoint.records.row_security import within

_SOUGHT_IN = """
CREATE FUNCTION fourpoint_sought_in() RETURNS tsquery LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(nullif(current_setting('fourpoint.sought_in', true), '')::tsquery, fourpoint_sought()) $$;
"""
_OPEN = f"""
    ((({within("readable")}) AND (only_agency_id IS NULL OR only_agency_id = (SELECT fourpoint_agency())))
        OR ((SELECT coalesce(current_setting('fourpoint.outbox', true), '') = 'on')
            AND sender_id = (SELECT fourpoint_person()) AND sender_agency_id = (SELECT fourpoint_agency())))
"""
_APART = f"""
ALTER POLICY answers ON search_entry USING (
    words @@ (SELECT fourpoint_sought()) AND words @@ (SELECT fourpoint_sought_in()) AND {_OPEN});
"""
_TOGETHER = f"""
ALTER POLICY answers ON search_entry USING (words @@ (SELECT fourpoint_sought()) AND {_OPEN});
DROP FUNCTION fourpoint_sought_in();
"""


class Migration(migrations.Migration):
    """One policy written anew."""

    dependencies = [("search", "0002_protection")]

    operations = [migrations.RunSQL(_SOUGHT_IN + _APART, _TOGETHER)]
