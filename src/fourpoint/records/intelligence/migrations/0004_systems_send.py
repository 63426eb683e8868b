"""Tokens of agencies' own systems; and drafts that nobody touches go, though nobody but their writers reads them."""

from django.db import migrations, models

# The application cannot name drafts that are not its reader's, so the function alone removes them, and only old ones.
_FORGET = """
CREATE POLICY sees_forgotten ON intelligence_draft FOR SELECT TO CURRENT_USER
    USING (current_setting('fourpoint.forgetting', true) = 'on');
CREATE POLICY forgets ON intelligence_draft FOR DELETE TO CURRENT_USER
    USING (current_setting('fourpoint.forgetting', true) = 'on');
CREATE FUNCTION fourpoint_forget_drafts(before timestamptz) RETURNS bigint LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, public AS
$$ DECLARE gone bigint;
BEGIN
    PERFORM set_config('fourpoint.forgetting', 'on', true);
    DELETE FROM intelligence_draft WHERE saved_at < least(before, clock_timestamp() - interval '1 day');
    GET DIAGNOSTICS gone = ROW_COUNT;
    PERFORM set_config('fourpoint.forgetting', '', true);
    RETURN gone;
END $$;
"""
_UNDO = """
DROP FUNCTION fourpoint_forget_drafts(timestamptz);
DROP POLICY forgets ON intelligence_draft; DROP POLICY sees_forgotten ON intelligence_draft;
"""


class Migration(migrations.Migration):
    """One table, one function."""

    dependencies = [("intelligence", "0003_likeness_keys")]

    operations = [
        migrations.CreateModel(
            name="SystemToken",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=80)),
                ("digest", models.CharField(max_length=64, unique=True)),
                ("issued_at", models.DateTimeField()),
                ("expires_at", models.DateTimeField()),
                ("revoked_at", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
                ("agency", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="agencies.agency")),
                ("issued_by", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="agencies.person")),
                ("person", models.ForeignKey(on_delete=models.PROTECT, related_name="+", to="agencies.person")),
            ],
        ),
        migrations.RunSQL(_FORGET, _UNDO),
    ]
