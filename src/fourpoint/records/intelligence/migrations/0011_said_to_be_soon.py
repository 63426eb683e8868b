"""Whether something is about to happen, in its sender's words, and by which day: part of her words, and never changed."""

from django.db import migrations, models

from fourpoint.records.indexed import Indexed, index_more
from fourpoint.records.row_security import hold_words

_DAY = "(r.made_at AT TIME ZONE 'Europe/London')::date"
_BODY = """concat_ws(E'\\n', r.what, r.who, r.place, r.postcode, r.happened, {soon}r.how_known, r.who_else, r.comes_back,
    (SELECT string_agg(concat_ws(' ', words), E'\\n' ORDER BY number) FROM intelligence_submissionsubject
        WHERE submission_id = r.id),
    (SELECT string_agg(concat_ws(' ', text), E'\\n' ORDER BY written_at, id) FROM intelligence_message
        WHERE submission_id = r.id))"""
_HELD = (
    *("id", "made_at", "made_by_id", "key", "reference", "sender_agency_id", "sender_reference", "channel", "danger"),
    *("what", "who", "place", "postcode", "happened", "how_known", "who_else", "comes_back", "may_contact", "contact"),
    "point",
)

_BEFORE, _NOW = (
    Indexed(
        kind="submission",
        table="intelligence_submission",
        columns=("reference", "what"),
        title="r.reference",
        body=_BODY.format(soon=soon),
        names="r.who",
        told_on=_DAY,
        sender=("r.made_by_id", "r.sender_agency_id"),
    )
    for soon in ("", "r.soon, ")
)


class Migration(migrations.Migration):
    """Two columns more among those that are held."""

    dependencies = [("intelligence", "0010_monthly_quality"), ("search", "0003_kinds")]

    operations = [
        migrations.AddField("submission", "soon", models.TextField(blank=True, default="", db_default="")),
        migrations.AddField("submission", "soon_on", models.DateField(null=True)),
        migrations.RunSQL(
            "DROP TRIGGER unchanging ON intelligence_submission",
            f"""CREATE TRIGGER unchanging BEFORE UPDATE OF {", ".join(_HELD)} ON intelligence_submission
                FOR EACH ROW EXECUTE FUNCTION fourpoint_unchanging()""",
        ),
        hold_words("intelligence_submission", (*_HELD, "soon", "soon_on")),
        index_more(_NOW, before=_BEFORE),
    ]
