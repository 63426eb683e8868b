"""
Nobody is found as a suspect: search counts and lists what it finds, and could not keep silent of a child among them.

The basis of calling somebody a suspect stands in the report that it rests on, which is found as before.
"""

from dataclasses import replace

from django.db import migrations

from fourpoint.records.indexed import Indexed, index_for_search

_BEFORE = Indexed(
    kind="statement",
    table="subjects_statement",
    columns=("text", "basis", "withdrawn_at"),
    title="r.text",
    body="r.basis",
    names="r.text",
    told_on="coalesce(r.to_on, r.from_on, (r.made_at AT TIME ZONE 'Europe/London')::date)",
    shown="r.withdrawn_at IS NULL AND r.text || r.basis <> ''",
)
_AFTER = replace(_BEFORE, shown=f"{_BEFORE.shown} AND r.category <> 'suspect'")
_before, _after = index_for_search(_BEFORE), index_for_search(_AFTER)


class Migration(migrations.Migration):
    """Index statements anew, without those that somebody is a suspect."""

    dependencies = [("search", "0004_for_one_agency"), ("subjects", "0003_barring")]

    operations = [
        migrations.RunSQL(_before.reverse_sql or "", _before.sql),
        migrations.RunSQL(_after.sql, _after.reverse_sql),
    ]
