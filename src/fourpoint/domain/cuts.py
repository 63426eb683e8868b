"""
Which commentary may go into a cut of an edition: pure rules over audiences.

A cut is one of the editions that a build becomes, each for its own readers. Whatever is frozen in it is read by all of
them, for as long as the cut exists; so a note goes in only if each of them may read the note, always.
"""

from dataclasses import dataclass, replace
from typing import Literal

from fourpoint.domain.markings import Marking
from fourpoint.domain.reach import narrowed_to_owner, reached
from fourpoint.domain.sharing import Additional, Audience, Handling, Subject

Readers = Literal["owner", "profile"]
Commentary = Literal["readers", "released"]


@dataclass(frozen=True, kw_only=True)
class Cut:
    """
    What a cut holds.

    readers     "owner": the owner agency alone; "profile": whoever the profile is shared with
    marking     of the whole, on every page
    commentary  "readers": notes that all its readers may read; "released": of those, the ones released to the public
    threshold   counts of data that are not published are hidden below it; 0 hides none
    rounding    and rounded to a multiple of it; 0 rounds none
    approval    whether a second person must approve it before anyone but the owner has it
    """

    cut_id: str
    name: str
    readers: Readers
    marking: Marking
    commentary: Commentary
    threshold: int
    rounding: int
    approval: bool


def audience_of(cut: Cut, profile: Audience) -> Audience:
    """Return who may read the cut of a profile that has this audience; never wider than the profile's own."""
    marking = cut.marking if cut.marking.reaches(profile.marking) else profile.marking
    if cut.readers == "owner":
        return replace(narrowed_to_owner(profile), marking=marking)
    return replace(profile, marking=marking)


def covers(note: Audience, cut: Audience) -> bool:
    """
    Return whether everyone who may ever read the cut may read the note: for every person, purpose and instant, what
    `decide` allows for the cut it allows for the note. It errs towards no.

    A note of another agency never is: its owner may end the agreement, and a frozen copy would outlast it.
    """
    return (
        note.owner_id == cut.owner_id
        and cut.marking.reaches(note.marking)
        and set(note.conditions) in (set(), set(cut.conditions))
        and set(note.additional.codes) <= set(cut.additional.codes)
        and _lists_cover(note, cut)
        and (not cut.agencies or _agreement_covers(note, cut))
        and cut.disclosures <= note.disclosures
        and (not reached(cut) or note.subject in (Subject.NONE, cut.subject))
        and (not reached(cut) or note.categories <= cut.categories)
        and _without_known(note) == _without_known(cut)
    )


def _lists_cover(note: Audience, cut: Audience) -> bool:
    return not note.compartment or (bool(cut.compartment) and cut.compartment <= note.compartment)


def _agreement_covers(note: Audience, cut: Audience) -> bool:
    ends = note.ends_at is None or (cut.ends_at is not None and cut.ends_at <= note.ends_at)
    return (
        cut.agencies <= note.agencies
        and (cut.agreement, cut.clause) == (note.agreement, note.clause)
        and cut.purposes <= note.purposes
        and ends
    )


def _without_known(audience: Audience) -> Audience:
    """The audience without what the rules above weigh: should one grow a field, it must be equal to be covered."""
    return replace(
        audience,
        marking=Marking.OFFICIAL,
        additional=Additional(),
        handling=Handling.PERMITTED,
        conditions=(),
        agencies=frozenset(),
        agreement=None,
        clause="",
        purposes=frozenset(),
        disclosures=frozenset(),
        compartment=frozenset(),
        subject=Subject.NONE,
        categories=frozenset(),
        ends_at=None,
    )
