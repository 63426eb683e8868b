"""What stands between agencies is seen by them alone, and rows are given only the audiences that may be shared in now."""

from django.db import migrations

from fourpoint.records.row_security import create_later_functions, freeze, protect_between, protect_for_parties


class Migration(migrations.Migration):
    """The functions that later policies call; files of agreements and accounts of emergencies; acceptances stay."""

    dependencies = [("sharing", "0003_what_agreements_say")]

    operations = [
        create_later_functions(),
        protect_for_parties("sharing_agreementfile"),
        protect_between("sharing_emergencyaccount", ("agency_id", "owner_id")),
        freeze("sharing_acceptance"),
        freeze("sharing_audiencedisclosure"),
    ]
