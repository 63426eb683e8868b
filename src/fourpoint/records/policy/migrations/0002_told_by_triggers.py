"""Every table by which the sharing rule decides tells the log when it changes."""

from django.db import migrations

from fourpoint.records.policy.triggers import create_teller, tell
from fourpoint.records.row_security import freeze, replan


class Migration(migrations.Migration):
    """One function, a trigger for each table; and the policies of tables protected before."""

    dependencies = [
        ("policy", "0001_tables"),
        ("agencies", "0003_people_and_sessions"),
        ("sharing", "0005_agreements_in_full"),
        ("profiles", "0003_placeable"),
    ]

    operations = [
        create_teller(),
        freeze("policy_policychange"),
        tell("sharing_agreement", kind="agreement", column="id"),
        tell("sharing_agreementparty", kind="agreement", column="agreement_id"),
        tell("sharing_agreementclause", kind="agreement", column="agreement_id"),
        tell("sharing_agreementreview", kind="agreement", column="agreement_id"),
        tell("sharing_reviewsignature", kind="agreement"),
        tell("sharing_audience", kind="audience", column="id"),
        tell("sharing_audienceagency", kind="audience", column="audience_id"),
        tell("sharing_audiencemember", kind="audience", column="audience_id"),
        tell("sharing_audiencedisclosure", kind="audience", column="audience_id"),
        tell("sharing_signup", kind="person", column="person_id"),
        tell("sharing_acceptance", kind="person", column="person_id"),
        tell("sharing_emergency", kind="person", column="person_id"),
        tell("agencies_person", kind="person", column="id", only="is_active"),
        tell("agencies_membership", kind="person", column="person_id"),
        tell("agencies_vetting", kind="person", column="person_id"),
        tell("agencies_trainingrecord", kind="person", column="person_id"),
        replan(),
    ]
