"""Commentary is seen and written within its audience only, and its owner is the owner of its audience."""

from django.db import migrations

from fourpoint.records.marked import hold_owner
from fourpoint.records.row_security import protect_by_audience


class Migration(migrations.Migration):
    """Row security of commentary and its versions."""

    dependencies = [("profiles", "0003_commentary"), ("sharing", "0002_row_security_functions")]

    operations = [
        protect_by_audience("profiles_commentary"),
        protect_by_audience("profiles_commentaryversion"),
        hold_owner("profiles_commentary"),
    ]
