"""
Who would read what has an audience: the sharing rule asked about every real person of the agencies it names.

Of another agency's people only numbers, roles and reasons are told, and the names of its single points of contact.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from fourpoint.access import standing
from fourpoint.domain.days import day_of
from fourpoint.domain.reach import reached
from fourpoint.domain.sharing import Actor, Audience, Decision, decide
from fourpoint.records.agencies.models import Agency, Contact, Membership, Person


@dataclass(frozen=True, kw_only=True)
class Count:
    """So many people, by their role or by what keeps them out."""

    words: str
    people: int


@dataclass(frozen=True, kw_only=True)
class AgencyReaders:
    """
    The people of one agency, as far as an audience lets them in.

    let_in    how many could read it now
    because   the grounds on which they could, in the rule's words
    people    how many there are in all
    roles     of those who could, by role; somebody with two roles counts in both
    kept_out  of those who could not, by what objects; somebody with two objections counts in both
    named     names of those who could, where the asker may know them
    """

    agency_id: int
    agency: str
    is_owner: bool
    let_in: int
    people: int
    because: tuple[str, ...]
    roles: tuple[Count, ...]
    kept_out: tuple[Count, ...]
    named: tuple[str, ...]


def who_will_see(audience: Audience, *, for_agency: int | None, at: datetime) -> tuple[AgencyReaders, ...]:
    """
    Return for the owner and each agency that is named who of its people could read it at that instant, and why.

    for_agency  the agency of whoever asks, whose own people may be named to her
    """
    others = reached(audience) | audience.agencies
    names = dict(Agency.objects.filter(id__in=others | {audience.owner_id}).values_list("id", "name"))
    ordered = [audience.owner_id, *sorted(others, key=lambda agency_id: names[agency_id])]
    return tuple(_of_agency(audience, agency_id, names[agency_id], for_agency, at) for agency_id in ordered)


def decide_best(actor: Actor, audience: Audience, purposes: frozenset[str], at: datetime) -> Decision:
    """Return the rule's answer for the purpose by which the actor comes furthest."""
    answers = [decide(actor, audience, purpose, at) for purpose in sorted(purposes) or [""]]
    return min(answers, key=lambda one: (not one.allowed, len(one.reasons)))


def purposes_of(audience: Audience, agency_id: int) -> frozenset[str]:
    """Return the purposes for which that agency is named, by agreement or disclosure; any, for the owner."""
    if agency_id == audience.owner_id:
        return frozenset(purpose.id for purpose in standing.purposes() if purpose.choosable)
    disclosed = [one.purposes for one in audience.disclosures if one.agency_id == agency_id]
    return frozenset().union(audience.purposes, *disclosed)


def people_of(agency_id: int, *, at: datetime) -> tuple[Actor, ...]:
    """Return the people of an agency who can sign in at that instant, each with everything the rule weighs."""
    held = Membership.objects.filter(agency_id=agency_id, person__kind=Person.PERSON, starts_at__lte=at)
    held = held.filter(Q(ends_at=None) | Q(ends_at__gt=at), person__is_active=True).order_by("id")
    return tuple(
        standing.stand(person_id, at=at, agency_id=agency_id).actor
        for person_id in held.values_list("person_id", flat=True)
    )


def _of_agency(audience: Audience, agency_id: int, name: str, for_agency: int | None, at: datetime) -> AgencyReaders:
    people = people_of(agency_id, at=at)
    purposes = purposes_of(audience, agency_id)
    answers = {actor.person_id: decide_best(actor, audience, purposes, at) for actor in people}
    let_in = [actor for actor in people if answers[actor.person_id].allowed]
    against = Counter(
        reason.sentence for actor in people if not (told := answers[actor.person_id]).allowed for reason in told.reasons
    )
    return AgencyReaders(
        agency_id=agency_id,
        agency=name,
        is_owner=agency_id == audience.owner_id,
        let_in=len(let_in),
        people=len(people),
        because=tuple(
            dict.fromkeys(reason.sentence for actor in let_in for reason in answers[actor.person_id].reasons)
        ),
        roles=_roles(let_in),
        kept_out=tuple(Count(words=words, people=number) for words, number in against.most_common()),
        named=_names(let_in, agency_id, whole=agency_id == for_agency, at=at),
    )


def _roles(people: list[Actor]) -> tuple[Count, ...]:
    known = standing.roles()
    held = Counter(role for actor in people if actor.membership for role in actor.membership.roles)
    return tuple(Count(words=known[role].name, people=number) for role, number in sorted(held.items()))


def _names(people: list[Actor], agency_id: int, *, whole: bool, at: datetime) -> tuple[str, ...]:
    rows = Person.objects.filter(id__in=[actor.person_id for actor in people]).order_by("name")
    if not whole:
        rows = rows.filter(email__in=contact_addresses(agency_id, at=at))
    return tuple(rows.values_list("name", flat=True))


def contact_addresses(agency_id: int, *, at: datetime) -> list[str]:
    """Return the addresses of an agency's single points of contact of that day."""
    day = day_of(at)
    held = Contact.objects.filter(agency_id=agency_id, starts_on__lte=day, ended_at=None).exclude(email="")
    return [row.email.lower() for row in held if row.ends_on is None or day <= row.ends_on]
