"""
The operations of which the law asks a log, and which of them an action is. For the trail.

Their words and their source stand in the catalogue (`operations.toml`); the code is what the trail stores.
"""

from dataclasses import dataclass
from enum import StrEnum

from fourpoint.domain.errors import Unusable


class Operation(StrEnum):
    """One of the six operations of section 62(1) of the Data Protection Act 2018."""

    COLLECTION = "collection"
    ALTERATION = "alteration"
    CONSULTATION = "consultation"
    DISCLOSURE = "disclosure"
    COMBINATION = "combination"
    ERASURE = "erasure"


@dataclass(frozen=True, kw_only=True)
class Recipients:
    """To whom something was disclosed: agencies and persons by number."""

    agencies: tuple[int, ...] = ()
    persons: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        """Whether there is any."""
        return bool(self.agencies or self.persons)


NOBODY = Recipients()
# The verbs by which something enters the system, and those that bring two things together. All else alters. Consulting,
# disclosing and erasing are never guessed from a verb: each has a function of its own in `access/trail.py`.
COLLECTING = frozenset(
    {"accept", "add", "apply", "attach", "collect", "found", "grant", "intern", "invite", "make", "note", "open"}
    | {"plant", "raise", "receive", "record", "request", "submit", "upload", "write"}
)
COMBINING = frozenset({"combine", "freeze", "join", "link", "match", "merge"})


def operation_of(action: str) -> Operation:
    """Return the operation that an action is by its verb, the part after the last full stop: "note.write"."""
    verb = action.rpartition(".")[2]
    if verb in COLLECTING:
        return Operation.COLLECTION
    return Operation.COMBINATION if verb in COMBINING else Operation.ALTERATION


def check_recipients(operation: Operation, recipients: Recipients) -> None:
    """
    Hold that disclosures, and nothing else, have recipients, and that an erasure is recorded by its own function.

    raises  Unusable otherwise
    """
    if operation is Operation.ERASURE:
        raise Unusable("An erasure says only what its type holds: record it with `trail.record_erased`.")
    if operation is Operation.DISCLOSURE and not recipients:
        raise Unusable("A disclosure names its recipients: give the agencies or persons that received it.")
    if recipients and operation is not Operation.DISCLOSURE:
        raise Unusable(f"Only a disclosure has recipients, and this is {operation.value}.")
