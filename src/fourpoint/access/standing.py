"""Reads who a person is at an instant: which agency she acts for and what her roles let her do there."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db.models import F, Q

from fourpoint.access import in_force
from fourpoint.catalogue.entries import PurposeEntry, RoleEntry
from fourpoint.domain.days import end_of, start_of
from fourpoint.domain.duties import Duty
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Acceptance, Actor, Emergency, Membership, SignUp, StandIn, Training
from fourpoint.domain.sharing.standing import within
from fourpoint.records.agencies import models
from fourpoint.records.sharing.models import Acceptance as SharingAcceptance
from fourpoint.records.sharing.models import Emergency as SharingEmergency
from fourpoint.records.sharing.models import SignUp as SharingSignUp
from fourpoint.records.sharing.models import StandIn as SharingStandIn

E = TypeVar("E")
NOBODY = Actor(person_id=0, is_active=False, membership=None)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """An actor, and the purpose that her membership starts her with (empty when she has none)."""

    actor: Actor
    default_purpose: str


def stand(person_id: int, *, at: datetime, agency_id: int | None = None) -> Standing:
    """
    Return the standing of that person at that instant.

    agency_id  the agency she chose to act for; without a membership there, the one whose membership she was given first

    A person unknown to the system, or without a membership in force, gets a standing that opens nothing. Of a past
    instant only that is weighed which was recorded by then: training noted a week late opened nothing in that week.
    """
    held = _held(Q(person_id=person_id))
    current = [row for row in held if within(at, row.starts_at, row.ends_at)]
    row = next((row for row in current if row.agency_id == agency_id), current[0] if current else None)
    if row is None:
        active = models.Person.objects.filter(id=person_id, is_active=True).exists()
        return Standing(actor=Actor(person_id=person_id, is_active=active, membership=None), default_purpose="")
    facts = _facts(Q(person_id=person_id, agency_id=row.agency_id), at)
    (actor,) = _actors([row], held, facts, at)
    return Standing(actor=actor, default_purpose=row.default_purpose)


def people_of(agency_ids: Iterable[int], *, at: datetime) -> dict[int, tuple[Actor, ...]]:
    """
    Return by agency the people who can sign in for it at that instant, each as `stand` has her, in a few queries.

    They come in the order in which their memberships were given.
    """
    asked = list(agency_ids)
    held = _held(Q(agency_id__in=asked, person__kind=models.Person.PERSON))
    current = [row for row in held if row.is_active and within(at, row.starts_at, row.ends_at)]
    found: dict[int, list[Actor]] = {agency_id: [] for agency_id in asked}
    for actor in _actors(current, held, _facts(Q(agency_id__in=asked), at), at):
        found[actor.agency_id or 0].append(actor)
    return {agency_id: tuple(people) for agency_id, people in found.items()}


def purposes() -> tuple[PurposeEntry, ...]:
    """Return the purposes of the catalogue in force here."""
    return in_force.read_entries("purposes", PurposeEntry)


def roles() -> dict[str, RoleEntry]:
    """Return the roles of the catalogue in force here, by code."""
    return {role.id: role for role in in_force.read_entries("roles", RoleEntry)}


def keeps_people(codes: Iterable[str]) -> bool:
    """Return whether one of these roles keeps the people of an agency."""
    known = roles()
    return any(known[code].keeps_people for code in codes if code in known)


def has_duty(codes: Iterable[str], duty: Duty) -> bool:
    """Return whether one of these roles carries that duty."""
    known = roles()
    return any(duty in known[code].duties for code in codes if code in known)


Place = tuple[int, int]


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What is recorded of people beside their memberships, by person and agency."""

    vetted: Mapping[Place, datetime]
    signed_up: Mapping[Place, Sequence[SignUp]]
    accepted: Mapping[Place, frozenset[Acceptance]]
    trained: Mapping[Place, frozenset[Training]]
    emergencies: Mapping[Place, frozenset[Emergency]]
    stands_in: Mapping[Place, frozenset[StandIn]]


def _held(where: Q) -> list[Any]:
    """Memberships in the order in which they were given, as plain rows: there may be thousands."""
    rows = models.Membership.objects.filter(where).annotate(is_active=F("person__is_active")).order_by("id")
    return list(rows.values_list(*_COLUMNS, named=True))


_COLUMNS = (
    "id", "person_id", "agency_id", "roles", "clearance", "default_purpose", "starts_at", "ends_at", "recertify_on",
    "recertified_at", "is_active",
)  # fmt: skip


def _facts(where: Q, at: datetime) -> Facts:
    return Facts(
        vetted=_vetted_until(where, at),
        signed_up=_signed_up(where),
        accepted=_sets(_accepted(where)),
        trained=_sets(_trained(where)),
        emergencies=_sets(_emergencies(where)),
        stands_in=_sets(_stands_in(where)),
    )


def _actors(rows: Sequence[Any], held: Sequence[Any], facts: Facts, at: datetime) -> Iterator[Actor]:
    since, due, powers = _member_since(held), _due_then(rows, at), _Powers()
    for row in rows:
        place = (row.person_id, row.agency_id)
        yield Actor(
            person_id=row.person_id,
            is_active=row.is_active,
            membership=Membership(
                agency_id=row.agency_id,
                clearance=Marking(row.clearance),
                starts_at=row.starts_at,
                ends_at=row.ends_at,
                vetted_until=facts.vetted.get(place),
                recertify_at=_end(due.get(row.id, row.recertify_on)),
                **powers.of(tuple(row.roles)),
            ),
            # Who left and came back signs up anew: leaving ended what was signed before.
            signed_up=frozenset(one for one in facts.signed_up.get(place, ()) if one.signed_at >= since[row.id]),
            accepted=facts.accepted.get(place, frozenset()),
            trained=facts.trained.get(place, frozenset()),
            emergencies=facts.emergencies.get(place, frozenset()),
            stands_in=facts.stands_in.get(place, frozenset()),
        )


class _Powers:
    """What roles held together let a person do, worked out once for each set of them."""

    def __init__(self) -> None:
        self._known = roles()
        self._worked_out: dict[tuple[str, ...], dict[str, Any]] = {}

    def of(self, codes: tuple[str, ...]) -> dict[str, Any]:
        if codes not in self._worked_out:
            # A role that the catalogue does not know gives no power.
            held = [self._known[code] for code in codes if code in self._known]
            self._worked_out[codes] = {
                "roles": frozenset(role.id for role in held),
                "reads": all(role.reads for role in held),
                "safeguards": any(role.safeguards for role in held),
                "changes": any(role.changes for role in held),
                "governs": any(role.governs for role in held),
                "administers": any(role.administers for role in held),
                "breaks_glass": any(role.breaks_glass for role in held),
            }
        return self._worked_out[codes]


def _member_since(held: Sequence[Any]) -> dict[int, datetime]:
    """By membership, when the person's unbroken time in the agency began: one may follow another without a gap."""
    began: dict[tuple[int, int, datetime | None], datetime] = {}
    since: dict[int, datetime] = {}
    for row in sorted(held, key=lambda one: one.starts_at):
        since[row.id] = began.get((row.person_id, row.agency_id, row.starts_at), row.starts_at)
        began[row.person_id, row.agency_id, row.ends_at] = since[row.id]
    return since


def _due_then(rows: Sequence[Any], at: datetime) -> dict[int, date | None]:
    """By membership that was confirmed later than that instant, the day by which it was to be confirmed until then."""
    later = [row.id for row in rows if row.recertified_at is not None and row.recertified_at > at]
    if not later:
        return {}
    given = models.Confirmation.objects.filter(membership_id__in=later, confirmed_at__gt=at).order_by("-confirmed_at")
    return dict(given.values_list("membership_id", "was_due_on"))


def _signed_up(where: Q) -> dict[Place, list[SignUp]]:
    found: dict[Place, list[SignUp]] = {}
    columns = ("person_id", "agency_id", "agreement_id", "signed_at", "withdrawn_at")
    for person, agency, agreement, signed, withdrawn in SharingSignUp.objects.filter(where).values_list(*columns):
        one = SignUp(agreement_id=agreement, signed_at=signed, withdrawn_at=withdrawn)
        found.setdefault((person, agency), []).append(one)
    return found


def _accepted(where: Q) -> Iterator[tuple[Place, Acceptance]]:
    columns = ("person_id", "agency_id", "owner_id", "agreement_id", "conditions", "accepted_at")
    held = SharingAcceptance.objects.filter(where).values_list(*columns)
    for person, agency, owner, agreement, conditions, at in held:
        yield (
            (person, agency),
            Acceptance(owner_id=owner, agreement_id=agreement, conditions=tuple(sorted(conditions)), accepted_at=at),
        )


def _emergencies(where: Q) -> Iterator[tuple[Place, Emergency]]:
    columns = ("person_id", "agency_id", "owner_id", "starts_at", "ends_at")
    for person, agency, owner, starts, ends in SharingEmergency.objects.filter(where).values_list(*columns):
        yield (person, agency), Emergency(owner_id=owner, starts_at=starts, ends_at=ends)


def _stands_in(where: Q) -> Iterator[tuple[Place, StandIn]]:
    columns = ("person_id", "agency_id", "leaver_id", "made_at", "ended_at")
    for person, agency, leaver, made, ended in SharingStandIn.objects.filter(where).values_list(*columns):
        yield (person, agency), StandIn(leaver_id=leaver, starts_at=made, ends_at=ended)


def _trained(where: Q) -> Iterator[tuple[Place, Training]]:
    columns = ("person_id", "agency_id", "course", "taken_on", "made_at", "valid_until", "withdrawn_at")
    held = models.TrainingRecord.objects.filter(where).values_list(*columns)
    for person, agency, course, taken, made, until, withdrawn in held:
        yield (
            (person, agency),
            Training(
                course=course,
                taken_at=max(start_of(taken), made),
                valid_until=_first(_end(until), withdrawn),
            ),
        )


def _vetted_until(where: Q, at: datetime) -> dict[Place, datetime]:
    """Until when what the agency had recorded by then holds; nothing for whom it had recorded nothing."""
    found: dict[Place, datetime] = {}
    columns = ("person_id", "agency_id", "held_from", "held_until", "withdrawn_at")
    held = models.Vetting.objects.filter(where, made_at__lte=at).values_list(*columns)
    for person, agency, begins, until, withdrawn in held:
        if start_of(begins) <= at:
            place, end = (person, agency), min(end_of(until), withdrawn or end_of(until))
            found[place] = max(end, found.get(place, end))
    return found


def _sets(found: Iterable[tuple[Place, E]]) -> dict[Place, frozenset[E]]:
    gathered: dict[Place, list[E]] = {}
    for place, one in found:
        gathered.setdefault(place, []).append(one)
    return {place: frozenset(several) for place, several in gathered.items()}


def _first(*instants: datetime | None) -> datetime | None:
    return min((one for one in instants if one is not None), default=None)


def _end(day: date | None) -> datetime | None:
    """When a last day has passed, here; None for no last day."""
    return None if day is None else end_of(day)
