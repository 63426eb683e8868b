"""An entry may be for one agency alone: what it was given, or gave, is no matter of others who read the record."""

from django.db import migrations, models

from fourpoint.records.row_security import within

_SENT = """coalesce(current_setting('fourpoint.outbox', true), '') = 'on'"""
_OPEN = f"({within('readable')}){{alone}}"
_POLICY = """
ALTER POLICY answers ON search_entry USING (
    words @@ (SELECT fourpoint_sought())
    AND ({open} OR ((SELECT {sent}) AND sender_id = (SELECT fourpoint_person())
        AND sender_agency_id = (SELECT fourpoint_agency()))));
"""
_ALONE = " AND (only_agency_id IS NULL OR only_agency_id = (SELECT fourpoint_agency()))"


class Migration(migrations.Migration):
    """A column, and the policy that asks for it beside the audience."""

    dependencies = [("search", "0003_kinds")]

    operations = [
        migrations.AddField("entry", "only_agency_id", models.BigIntegerField(null=True)),
        migrations.RunSQL(
            _POLICY.format(open=f"({_OPEN.format(alone=_ALONE)})", sent=_SENT),
            _POLICY.format(open=_OPEN.format(alone=""), sent=_SENT),
        ),
    ]
