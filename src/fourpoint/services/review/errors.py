"""What can be refused in reviewing and disposing of records."""

from fourpoint.access.checks import NotOpen
from fourpoint.domain.errors import Refused


class NoSuchDisposal(NotOpen):
    """No disposal of that number is this agency's."""


class AlreadyProposed(Refused):
    """The record is proposed for disposal already."""


class NotOneself(Refused):
    """Somebody else than the proposer must confirm."""


class NotThisState(Refused):
    """The disposal does not stand where this step begins."""


class NotTheOwner(Refused):
    """Only the agency that owns a record reviews it."""
