"""What nothing may point at, as the catalogue's `no_pointers` says: for making pointers, and for keeping them open."""

from fourpoint.access import in_force
from fourpoint.catalogue.entries import NoPointerEntry
from fourpoint.domain.sharing import Audience

NEED_TO_KNOW = "need-to-know"


def against_pointing(audience: Audience) -> str:
    """Return why nothing may point at what has this audience, in a sentence; empty when something may."""
    carried = {audience.subject.value, *audience.conditions, *audience.additional.codes}
    if audience.compartment:
        carried.add(NEED_TO_KNOW)
    held = in_force.read_entries("no_pointers", NoPointerEntry)
    said = next((entry.words for entry in held if entry.id in carried), "")
    return f"No pointer may be made at this. {said}" if said else ""
