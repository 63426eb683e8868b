"""
What a change of audience does: whom an audience reaches beside its owner, and whom a new one reaches anew.

Pure comparison of two values of the sharing rule; who may then read is for `sharing.decide` alone.
"""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from fourpoint.domain.sharing import Audience, Subject


def reached(audience: Audience) -> frozenset[int]:
    """
    Return the agencies beside the owner that the audience names, under an agreement or by a disclosure.

    An agency of which nobody stands on a need-to-know list is not reached, though it is named.
    """
    named = audience.agencies | {one.agency_id for one in audience.disclosures}
    listed = {one.agency_id for one in audience.compartment}
    return named & listed if audience.compartment else named


def reached_anew(before: Audience, after: Audience) -> frozenset[int]:
    """Return the agencies that may read more by the second audience than by the first: recipients of a disclosure."""
    return frozenset(
        agency_id
        for agency_id in reached(after)
        if agency_id not in reached(before) or not _narrower(before, after, agency_id)
    )


class Beyond(StrEnum):
    """One way in which an audience goes further than another: more agencies, or less care."""

    AGENCIES = "agencies"
    MARKING = "marking"
    CONDITIONS = "conditions"
    LIST = "list"
    SUBJECT = "subject"
    END = "end"


def beyond(source: Audience, made: Audience) -> frozenset[Beyond]:
    """
    Return in which ways what was made of a source would be read more widely, or with less care, than the source.

    Empty exactly when whoever could read what was made could read the source, as far as audiences alone say.
    """
    lists = source.compartment
    crosses = bool(reached(made)) or made.owner_id != source.owner_id
    found = {
        Beyond.AGENCIES: bool(outside(source, made)),
        Beyond.MARKING: not made.marking.reaches(source.marking),
        Beyond.CONDITIONS: not set(source.conditions) <= set(made.conditions),
        Beyond.LIST: bool(lists) and not (made.compartment and made.compartment <= lists),
        Beyond.SUBJECT: source.subject not in {Subject.NONE, made.subject},
        Beyond.END: crosses and source.ends_at is not None and not _ends_no_later(made.ends_at, source.ends_at),
    }
    return frozenset(way for way, goes in found.items() if goes)


def outside(source: Audience, made: Audience) -> frozenset[int]:
    """Return the agencies that would read what was made and do not read the source."""
    return (reached(made) | {made.owner_id}) - (reached(source) | {source.owner_id})


def narrowed_to_owner(audience: Audience) -> Audience:
    """
    Return the audience that names the owner alone and stays as careful as it was: marking, conditions and list stand.

    A need-to-know list keeps its members of the owner agency, of whom there is always one.
    """
    return replace(
        audience,
        agencies=frozenset(),
        agreement=None,
        clause="",
        purposes=frozenset(),
        disclosures=frozenset(),
        compartment=frozenset(one for one in audience.compartment if one.agency_id == audience.owner_id),
        ends_at=None,
    )


def _narrower(before: Audience, after: Audience, agency_id: int) -> bool:
    return (
        _agreed(before, after, agency_id)
        and _listed_no_more(before, after, agency_id)
        and after.marking.reaches(before.marking)
        and set(before.conditions) <= set(after.conditions)
        and before.subject in {Subject.NONE, after.subject}
        and before.categories <= after.categories
    )


def _agreed(before: Audience, after: Audience, agency_id: int) -> bool:
    """Whether agreement and disclosures give the agency no more than they did."""
    disclosed = {one for one in after.disclosures if one.agency_id == agency_id} <= before.disclosures
    if agency_id not in after.agencies:
        return disclosed
    return (
        disclosed
        and agency_id in before.agencies
        and (after.agreement, after.clause) == (before.agreement, before.clause)
        and after.purposes <= before.purposes
        and _ends_no_later(after.ends_at, before.ends_at)
    )


def _ends_no_later(one: datetime | None, other: datetime | None) -> bool:
    """Whether the first end comes no later than the second; None is no end."""
    return other is None or (one is not None and one <= other)


def _listed_no_more(before: Audience, after: Audience, agency_id: int) -> bool:
    if not before.compartment:
        return True
    return bool(after.compartment) and _listed(after, agency_id) <= _listed(before, agency_id)


def _listed(audience: Audience, agency_id: int) -> frozenset[int]:
    return frozenset(one.person_id for one in audience.compartment if one.agency_id == agency_id)
