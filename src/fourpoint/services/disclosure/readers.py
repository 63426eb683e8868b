"""
Who would read what has an audience: the sharing rule asked about every real person of the agencies it names.

Of another agency's people only numbers, roles and reasons are told, and the names of its single points of contact.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from fourpoint.access import standing
from fourpoint.domain.days import day_of
from fourpoint.domain.reach import reached
from fourpoint.domain.sharing import Actor, Audience, Decision, decide
from fourpoint.domain.sharing.alike import Likeness
from fourpoint.records.agencies.models import Agency, Contact, Person

Answered = tuple[Actor, Decision]


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

    The rule is asked once for all who are alike to it, so that an agency of thousands is told of as fast as one of ten.
    """
    others = reached(audience) | audience.agencies
    names = dict(Agency.objects.filter(id__in=others | {audience.owner_id}).values_list("id", "name"))
    ordered = [audience.owner_id, *sorted(others, key=lambda agency_id: names[agency_id])]
    people = standing.people_of(ordered, at=at)
    answers = {agency_id: _answers(audience, agency_id, people[agency_id], at) for agency_id in ordered}
    let_in = {agency_id: [actor for actor, answer in answers[agency_id] if answer.allowed] for agency_id in ordered}
    named = _names(let_in, for_agency, at=at)
    return tuple(
        AgencyReaders(
            agency_id=agency_id,
            agency=names[agency_id],
            is_owner=agency_id == audience.owner_id,
            let_in=len(let_in[agency_id]),
            people=len(answers[agency_id]),
            because=_because(answers[agency_id]),
            roles=_roles(let_in[agency_id]),
            kept_out=_kept_out(answers[agency_id]),
            named=named[agency_id],
        )
        for agency_id in ordered
    )


def find_reader(audience: Audience, agency_id: int, *, at: datetime) -> tuple[int, str] | None:
    """Return the first of an agency's people who could read it at that instant, and for what purpose; None: nobody."""
    purposes = purposes_of(audience, agency_id)
    people = standing.people_of([agency_id], at=at)[agency_id]
    ways = ((actor.person_id, purpose) for actor in people for purpose in sorted(purposes))
    known = {actor.person_id: actor for actor in people}
    return next((way for way in ways if decide(known[way[0]], audience, way[1], at).allowed), None)


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


def contact_addresses(agency_ids: Iterable[int], *, at: datetime) -> dict[int, frozenset[str]]:
    """Return by agency the addresses of its single points of contact of that day."""
    day = day_of(at)
    found: dict[int, set[str]] = {agency_id: set() for agency_id in agency_ids}
    held = Contact.objects.filter(agency_id__in=found, starts_on__lte=day, ended_at=None).exclude(email="")
    for agency_id, email, ends_on in held.values_list("agency_id", "email", "ends_on"):
        if ends_on is None or day <= ends_on:
            found[agency_id].add(email.lower())
    return {agency_id: frozenset(emails) for agency_id, emails in found.items()}


def _answers(audience: Audience, agency_id: int, people: tuple[Actor, ...], at: datetime) -> list[Answered]:
    """The rule's answer about each, for the purpose by which she comes furthest."""
    likeness, purposes = Likeness(audience, at), purposes_of(audience, agency_id)
    known: dict[Actor, Decision] = {}
    found = []
    for actor in people:
        alike = likeness.of(actor)
        if alike not in known:
            known[alike] = decide_best(alike, audience, purposes, at)
        found.append((actor, known[alike]))
    return found


def _because(answers: list[Answered]) -> tuple[str, ...]:
    grounds = (reason.sentence for _, answer in answers if answer.allowed for reason in answer.reasons)
    return tuple(dict.fromkeys(grounds))


def _kept_out(answers: list[Answered]) -> tuple[Count, ...]:
    against = Counter(reason.sentence for _, answer in answers if not answer.allowed for reason in answer.reasons)
    return tuple(Count(words=words, people=number) for words, number in against.most_common())


def _roles(people: list[Actor]) -> tuple[Count, ...]:
    known = standing.roles()
    held = Counter(role for actor in people if actor.membership for role in actor.membership.roles)
    return tuple(Count(words=known[role].name, people=number) for role, number in sorted(held.items()))


def _names(let_in: Mapping[int, list[Actor]], for_agency: int | None, *, at: datetime) -> dict[int, tuple[str, ...]]:
    """By agency the names that may be told: of the asker's own people all, of others their points of contact."""
    contacts = contact_addresses([agency_id for agency_id in let_in if agency_id != for_agency], at=at)
    addresses: frozenset[str] = frozenset().union(*contacts.values())
    own = [actor.person_id for actor in let_in.get(for_agency or 0, ())]
    rows = Person.objects.filter(Q(id__in=own) | Q(email__in=addresses)).order_by("name")
    people = list(rows.values_list("id", "name", "email"))
    told = {}
    for agency_id, actors in let_in.items():
        ids, whole = {actor.person_id for actor in actors}, agency_id == for_agency
        known = contacts.get(agency_id, frozenset())
        told[agency_id] = tuple(name for one, name, email in people if one in ids and (whole or email in known))
    return told
