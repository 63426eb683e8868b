"""What whoever keeps people can choose from on a form: roles they may give, clearances, levels, courses, contacts."""

from dataclasses import dataclass

from fourpoint.access import standing
from fourpoint.catalogue.entries import ContactTypeEntry, CourseEntry, VettingEntry
from fourpoint.domain.errors import Refused
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Actor
from fourpoint.services.agencies.actions import check_may_give
from fourpoint.services.agencies.founding import ROLE
from fourpoint.services.agencies.words import entries


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One choice: its code, its name, and what it means."""

    code: str
    name: str
    words: str = ""


def list_roles(actor: Actor, *, held: tuple[str, ...] = ()) -> tuple[Choice, ...]:
    """Return the roles that the actor may give, and those that the person holds already."""
    given = (role for role in standing.roles().values() if role.id != ROLE)
    return tuple(
        Choice(code=role.id, name=role.name, words=role.words)
        for role in given
        if role.id in held or _may_give(actor, role.id)
    )


def list_clearances() -> tuple[Choice, ...]:
    """Return the markings that a person can be cleared for."""
    return tuple(Choice(code=marking.value, name=marking.words) for marking in Marking)


def list_purposes() -> tuple[Choice, ...]:
    """Return the purposes that a membership can start somebody with."""
    return tuple(Choice(code=one.id, name=one.name, words=one.words) for one in standing.purposes() if one.choosable)


def list_levels() -> tuple[Choice, ...]:
    """Return the levels of vetting."""
    known = entries("vetting", VettingEntry).values()
    return tuple(Choice(code=one.id, name=one.name, words=one.words) for one in known)


def list_courses() -> tuple[Choice, ...]:
    """Return the courses."""
    known = entries("training", CourseEntry).values()
    return tuple(Choice(code=one.id, name=one.name, words=one.words) for one in known)


def list_contact_types() -> tuple[Choice, ...]:
    """Return what a contact can be for."""
    known = entries("contact_types", ContactTypeEntry).values()
    return tuple(Choice(code=one.id, name=one.name, words=one.words) for one in known)


def _may_give(actor: Actor, code: str) -> bool:
    try:
        check_may_give(actor, (code,))
    except Refused:
        return False
    return True
