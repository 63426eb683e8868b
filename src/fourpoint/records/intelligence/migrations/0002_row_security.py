"""
Intelligence is seen within audiences only. Senders put submissions in as into a post box, and read of them what is hers.

Foreign keys are followed past row security: what hangs on a record moves with it in the same statement, whoever may see
it. What people wrote is never changed, whoever asks.
"""

from django.db import migrations

from fourpoint.records.marked import hold_owner
from fourpoint.records.row_security import hold_words, protect_by_audience, protect_personal, protect_posted

_SENDER = "made_by_id = (SELECT fourpoint_person()) AND sender_agency_id = (SELECT fourpoint_agency())"
# The desk's agency owns it, and it has the desk's audience: a sender can give it to nobody else.
_ON_A_DESK = f"""{_SENDER} AND EXISTS (SELECT FROM intelligence_desk d
    WHERE d.id = desk_id AND d.arrivals_id = intelligence_submission.audience_id
        AND d.agency_id = intelligence_submission.owner_id)"""
# Within row security of its own, so that what is not her submission is not there.
_OF_MINE = """EXISTS (SELECT FROM intelligence_submission s
    WHERE s.id = {table}.submission_id AND s.audience_id = {table}.audience_id
        AND s.made_by_id = (SELECT fourpoint_person()) AND s.sender_agency_id = (SELECT fourpoint_agency()))"""
# Deferred, so that record and parts may be moved in either order within one transaction.
_WITH_AUDIENCE = """
ALTER TABLE intelligence_{part} ADD CONSTRAINT intelligence_{part}_with_{record}
    FOREIGN KEY ({record}_id, audience_id) REFERENCES intelligence_{record} (id, audience_id)
    ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED
"""
_WRITTEN = (
    *("id", "made_at", "made_by_id", "key", "reference", "sender_agency_id", "sender_reference", "channel", "danger"),
    *("what", "who", "place", "postcode", "happened", "how_known", "who_else", "comes_back", "may_contact", "contact"),
)


def _with_audience(part: str, record: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        _WITH_AUDIENCE.format(part=part, record=record),
        f"ALTER TABLE intelligence_{part} DROP CONSTRAINT intelligence_{part}_with_{record}",
    )


def _posted_part(table: str, *, seen: bool, arrives: str = "") -> migrations.RunSQL:
    name = f"intelligence_{table}"
    mine = _OF_MINE.format(table=name)
    return protect_posted(name, sent=mine, arrives=f"{mine} {arrives}", seen=seen)


class Migration(migrations.Migration):
    """Row security, what holds parts to their records, and what is never changed."""

    dependencies = [("intelligence", "0001_tables"), ("sharing", "0006_signed_never_changes")]

    operations = [
        *(hold_owner(f"intelligence_{name}") for name in ("submission", "report", "source", "requirement")),
        *(_with_audience(part, "submission") for part in ("submissionsubject", "message", "told", "triage", "move")),
        _with_audience("item", "report"),
        _with_audience("sourceuse", "source"),
        _with_audience("ask", "requirement"),
        protect_personal("intelligence_draft"),
        protect_posted("intelligence_submission", sent=_SENDER, arrives=_ON_A_DESK),
        _posted_part("submissionsubject", seen=True),
        # A sender asks nothing and releases nothing: she answers, under her own name.
        _posted_part(
            "message", seen=True, arrives="AND about = 'answer' AND written_by_id = (SELECT fourpoint_person())"
        ),
        _posted_part("told", seen=True),
        _posted_part("triage", seen=False),
        _posted_part("move", seen=False),
        *(
            protect_by_audience(f"intelligence_{name}")
            for name in ("report", "item", "source", "sourceuse", "requirement", "ask", "answer")
        ),
        hold_words("intelligence_submission", _WRITTEN),
        hold_words("intelligence_submissionsubject", ("id", "number", "kind", "words")),
        hold_words("intelligence_message", ("id", "about", "text", "written_at", "written_by_id")),
        hold_words("intelligence_told", ("id", "state", "told_at")),
        hold_words("intelligence_move", ("id", "step", "state", "priority", "moved_at", "moved_by_id", "reason")),
    ]
