"""
Keeps that a record was given another audience: its history, and what those who may read it now are told.

For whoever moves a marked record: `marked.place` for every kind, and the library when it issues a paper.
"""

from dataclasses import dataclass
from datetime import datetime

from fourpoint.domain.reach import reached
from fourpoint.domain.sharing import Actor, Audience
from fourpoint.records.disclosure.models import Placement, ShareNotice


@dataclass(frozen=True, kw_only=True)
class Move:
    """
    A record that was moved from one audience to another.

    before, after  ids of the audiences; `audience` is the value of the second
    cause          a code of `records.disclosure`
    reason         for the owner's own history; words: for those it is shared with
    """

    kind: str
    record_id: int
    before: int
    after: int
    audience: Audience
    cause: str
    reason: str
    words: str = ""


def keep_move(move: Move, *, by: Actor, at: datetime) -> None:
    """Add the move to the history of the record, and keep one notice for its readers while there is anyone to tell."""
    owner_id = move.audience.owner_id
    Placement.objects.create(
        kind=move.kind,
        record_id=move.record_id,
        owner_id=owner_id,
        before_id=move.before,
        audience_id=move.after,
        placed_at=at,
        placed_by_id=by.person_id,
        cause=move.cause,
        reason=move.reason.strip(),
    )
    told = {"kind": move.kind, "record_id": move.record_id, "owner_id": owner_id}
    if not reached(move.audience):
        ShareNotice.objects.filter(**told).delete()
        return
    said = {"audience_id": move.after, "shared_at": at, "shared_by_id": by.person_id, "words": move.words.strip()}
    if not ShareNotice.objects.filter(**told).update(**said):
        ShareNotice.objects.create(**told, **said)
