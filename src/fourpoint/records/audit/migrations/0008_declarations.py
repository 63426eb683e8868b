"""What people declared to be close to them: theirs to add and end, and read by their agency's governance role too."""

from django.db import migrations, models
from django.db.models import Q

from fourpoint.records.row_security import govern_also, hold_words

_TABLE = "audit_declaration"
_OWN = "person_id = (SELECT fourpoint_person()) AND agency_id = (SELECT fourpoint_agency())"
_PROTECT = f"""
ALTER TABLE {_TABLE} ENABLE ROW LEVEL SECURITY; ALTER TABLE {_TABLE} FORCE ROW LEVEL SECURITY;
CREATE POLICY reads ON {_TABLE} FOR SELECT USING ({_OWN});
CREATE POLICY adds ON {_TABLE} FOR INSERT WITH CHECK ({_OWN});
CREATE POLICY changes ON {_TABLE} FOR UPDATE USING ({_OWN}) WITH CHECK ({_OWN});
"""
_UNPROTECT = f"""
DROP POLICY reads ON {_TABLE}; DROP POLICY adds ON {_TABLE}; DROP POLICY changes ON {_TABLE};
ALTER TABLE {_TABLE} NO FORCE ROW LEVEL SECURITY; ALTER TABLE {_TABLE} DISABLE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    """The table and its row security."""

    dependencies = [("audit", "0007_places_and_signatures"), ("sharing", "0004_for_parties")]

    operations = [
        migrations.CreateModel(
            name="Declaration",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("person_id", models.BigIntegerField()),
                ("agency_id", models.BigIntegerField()),
                ("kind", models.CharField(max_length=8)),
                ("sealed", models.BinaryField()),
                ("declared_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(null=True)),
            ],
            options={
                "indexes": [models.Index(fields=["agency_id", "person_id"], name="declaration_by_person")],
                "constraints": [
                    models.CheckConstraint(condition=Q(kind__in=("home", "person")), name="declaration_kind_known")
                ],
            },
        ),
        migrations.RunSQL(_PROTECT, _UNPROTECT),
        govern_also(_TABLE, "agency_id"),
        # Whoever ends it says that it held until then; it is never made another.
        hold_words(_TABLE, ("id", "person_id", "agency_id", "kind", "sealed", "declared_at")),
    ]
