"""
What is set apart says so to whoever still reads it; and who is called to search keeps of her finds that they are.
"""

from django.db import migrations, models
from django.db.models.deletion import PROTECT

from fourpoint.records.row_security import protect_by_audience

_OWN = """by_id = (SELECT fourpoint_person()) AND what IN ('restricted', 'lifted') AND EXISTS (
    SELECT FROM rights_rightsitem i WHERE i.request_id = rights_rightsnote.request_id
        AND i.kind = rights_rightsnote.kind AND i.record_id = rights_rightsnote.record_id
        AND i.found_by_id = (SELECT fourpoint_person()))"""


class Migration(migrations.Migration):
    """The table, its row security, and the notes of who is called: an item is open to her while she is."""

    dependencies = [("rights", "0003_calls"), ("sharing", "0002_protection")]

    operations = [
        migrations.CreateModel(
            name="Restriction",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=64)),
                ("record_id", models.BigIntegerField()),
                ("made_at", models.DateTimeField()),
                ("audience", models.ForeignKey(on_delete=PROTECT, related_name="+", to="sharing.audience")),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "record_id"), name="rights_restriction_once")],
            },
        ),
        protect_by_audience("rights_restriction"),
        migrations.RunSQL(
            f"""CREATE POLICY reads_called ON rights_rightsnote FOR SELECT USING ({_OWN});
            CREATE POLICY adds_called ON rights_rightsnote FOR INSERT WITH CHECK ({_OWN});""",
            """DROP POLICY adds_called ON rights_rightsnote; DROP POLICY reads_called ON rights_rightsnote;""",
        ),
    ]
