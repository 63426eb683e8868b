"""For which agency a person acts who belongs to several."""

from datetime import datetime

from fourpoint.access import middleware
from fourpoint.domain.errors import Unusable
from fourpoint.services.agencies.queries import get_self

SESSION_KEY = middleware.AGENCY


class NotAMemberThere(Unusable):
    """An agency was chosen that the person is no member of."""


def check_choice(person_id: int, agency_id: int, *, at: datetime) -> None:
    """Raise NotAMemberThere unless the person has a membership of that agency now."""
    if agency_id not in {posting.agency_id for posting in get_self(person_id, at=at).postings}:
        raise NotAMemberThere("You are not a member of that agency: choose one of yours from the list.")
