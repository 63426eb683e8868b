"""Finds a marked record of any kind by its number, as far as it is open to the person of the context."""

from dataclasses import dataclass

from fourpoint.access import checks, context
from fourpoint.access.kinds import Kind
from fourpoint.domain.sharing import Audience
from fourpoint.records.marked import MarkedRecord
from fourpoint.services.marked.kinds import KindUnknown, find_kind


@dataclass(frozen=True, kw_only=True)
class Found:
    """A record that is open to the person of the context, with its kind and its audience."""

    kind: Kind
    row: MarkedRecord
    audience: Audience

    @property
    def title(self) -> str:
        """The words by which whoever may see the record knows it."""
        return self.kind.title(self.row)


def find_record(kind: str, record_id: int, *, lock: bool = False) -> Found:
    """
    Return the record of that kind and number.

    lock    hold it until the transaction ends; the actor must be able to change it

    raises  NotOpen when there is none that is open to the person of the context, or no such kind
    """
    try:
        known = find_kind(kind)
    except KindUnknown:
        raise checks.NotOpen("There is no such record.") from None
    # A number that no row can have is a slip in an address, and no fault.
    rows = (
        known.model._default_manager.filter(pk=record_id)
        if 0 < record_id < 2**63
        else known.model._default_manager.none()
    )
    row = (rows.select_for_update() if lock else rows).first()
    who = context.current()
    if row is None or who is None:
        raise checks.NotOpen("There is no such record.")
    return Found(kind=known, row=row, audience=who.readable[row.audience_id])
