"""A colleague is called to search what she alone may read: she sees that request, and the finds that are hers."""

from typing import Any

from django.conf import settings
from django.db import migrations, models
from django.db.models import Q
from django.db.models.deletion import PROTECT

from fourpoint.records.row_security import protect_governed

_ME = "(SELECT fourpoint_person())"
_CALLED = f"""EXISTS (SELECT FROM rights_rightscall c WHERE c.request_id = {{request}}
    AND c.person_id = {_ME} AND c.agency_id = (SELECT fourpoint_agency()) AND c.answered_at IS NULL)"""
_OWN = f"person_id = {_ME} AND agency_id = (SELECT fourpoint_agency())"
_ITEM = f"found_by_id = {_ME} AND {_CALLED.format(request='rights_rightsitem.request_id')}"
_LET = f"""
CREATE POLICY reads_called ON rights_rightscall FOR SELECT USING ({_OWN});
CREATE POLICY answers ON rights_rightscall FOR UPDATE USING ({_OWN}) WITH CHECK ({_OWN});
CREATE POLICY reads_called ON rights_rightsrequest FOR SELECT
    USING (state = 'open' AND {_CALLED.format(request="rights_rightsrequest.id")});
CREATE POLICY reads_called ON rights_rightsitem FOR SELECT USING ({_ITEM});
CREATE POLICY adds_called ON rights_rightsitem FOR INSERT WITH CHECK ({_ITEM});
CREATE POLICY changes_called ON rights_rightsitem FOR UPDATE USING ({_ITEM}) WITH CHECK ({_ITEM});
"""
_KEEP = """
DROP POLICY changes_called ON rights_rightsitem; DROP POLICY adds_called ON rights_rightsitem;
DROP POLICY reads_called ON rights_rightsitem; DROP POLICY reads_called ON rights_rightsrequest;
DROP POLICY answers ON rights_rightscall; DROP POLICY reads_called ON rights_rightscall;
"""


def _to(model: str, **more: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(on_delete=PROTECT, related_name="+", to=model, **more)


class Migration(migrations.Migration):
    """The table of calls, whose find an item is, and row security."""

    dependencies = [("rights", "0002_row_security"), migrations.swappable_dependency(settings.AUTH_USER_MODEL)]

    operations = [
        migrations.CreateModel(
            name="RightsCall",
            fields=[
                ("id", models.BigAutoField(primary_key=True, serialize=False)),
                ("called_at", models.DateTimeField()),
                ("searched_at", models.DateTimeField(null=True)),
                ("answered_at", models.DateTimeField(null=True)),
                ("found", models.PositiveIntegerField(null=True)),
                ("agency", _to("agencies.agency")),
                ("called_by", _to(settings.AUTH_USER_MODEL)),
                ("person", _to(settings.AUTH_USER_MODEL)),
                (
                    "request",
                    models.ForeignKey(on_delete=PROTECT, related_name="calls", to="rights.rightsrequest"),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("request", "person"), name="rights_call_once"),
                    models.CheckConstraint(
                        condition=Q(answered_at=None, found=None) | Q(answered_at__isnull=False, found__isnull=False),
                        name="rights_call_paired_answer",
                    ),
                ],
            },
        ),
        migrations.AddField(model_name="rightsitem", name="found_by", field=_to(settings.AUTH_USER_MODEL, null=True)),
        migrations.AddField(
            model_name="rightsitem",
            name="extract",
            field=models.CharField(blank=True, default="", max_length=4000),
        ),
        protect_governed("rights_rightscall"),
        migrations.RunSQL(_LET, _KEEP),
    ]
