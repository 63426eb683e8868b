"""Reads emergencies: for who broke glass, and for the information governance roles of both agencies."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from fourpoint.access import checks
from fourpoint.access.checks import NotOpen
from fourpoint.access.context import Acting
from fourpoint.records.agencies.models import Agency, Person
from fourpoint.records.audit.models import Event, Reading
from fourpoint.records.sharing.models import Emergency, EmergencyAccount
from fourpoint.services.emergency import limits
from fourpoint.services.sharing.codes import words


class State(StrEnum):
    """What an emergency waits for, in the order in which it happens."""

    OPEN = "open"
    NOTE = "note"
    REVIEW = "review"
    REVIEWED = "reviewed"


@dataclass(frozen=True, kw_only=True)
class EmergencyCard:
    """
    One time that glass was broken, as those see it who answer for it.

    due_at      by when the note or the review is due; None while it is open and once it is reviewed
    is_own      whether the reader broke this glass
    may_see     whether the reader answers for the owner agency, which is told when she opens this
    may_review  whether it is the reader's to review
    """

    emergency_id: int
    person: str
    agency: str
    owner: str
    state: State
    starts_at: datetime
    ends_at: datetime
    due_at: datetime | None
    reason: str
    purpose: str
    note: str
    noted_at: datetime | None
    seen_at: datetime | None
    finding: str
    finding_words: str
    reviewed_at: datetime | None
    is_own: bool
    may_see: bool
    may_review: bool

    @property
    def is_open(self) -> bool:
        """Whether the material is open now."""
        return self.state is State.OPEN


@dataclass(frozen=True, kw_only=True)
class Consulted:
    """What was asked for while glass was broken: a page by its name, or a record by kind and number."""

    at: datetime
    what: str


def list_emergencies(who: Acting) -> tuple[EmergencyCard, ...]:
    """Return those that the reader broke or whose agency's governance role she holds, the latest first."""
    accounts = EmergencyAccount.objects.select_related("emergency").order_by("-emergency__starts_at", "-id")
    return _cards(who, [account for account in accounts if _concerns(who, account.emergency)])


def get_emergency(who: Acting, emergency_id: int) -> EmergencyCard:
    """Return one of `list_emergencies`; raises NotOpen for any other."""
    found = EmergencyAccount.objects.select_related("emergency").filter(emergency_id=emergency_id).first()
    if found is None or not _concerns(who, found.emergency):
        raise NotOpen("There is no such emergency.")
    return _cards(who, [found])[0]


def list_consulted(who: Acting, emergency_id: int) -> tuple[Consulted, ...]:
    """
    Return what was asked for and read while it was open, in order; empty for a reader without a governance role.

    raises  NotOpen as `get_emergency` does
    """
    get_emergency(who, emergency_id)
    row = Emergency.objects.get(id=emergency_id)
    period = {"person_id": row.person_id, "at__gte": row.starts_at, "at__lte": row.ends_at}
    pages = Event.objects.filter(action="emergency.request", object_id=str(row.id), **period)
    records = Reading.objects.filter(owner_id=row.owner_id, agency_id=row.agency_id, **period)
    consulted = [Consulted(at=event.at, what=f"Page {event.facts.get('address', '')}") for event in pages]
    consulted += [Consulted(at=read.at, what=f"Record: {read.object_kind} {read.object_id}") for read in records]
    return tuple(sorted(consulted, key=lambda one: (one.at, one.what)))


def list_open(who: Acting) -> tuple[tuple[int, int, datetime], ...]:
    """Return id, owner agency's id and end of each emergency of the reader that is open now."""
    if not any(one.starts_at <= who.at < one.ends_at for one in who.actor.emergencies):
        return ()
    mine = Emergency.objects.filter(
        person_id=who.actor.person_id, agency_id=who.actor.agency_id or 0, starts_at__lte=who.at, ends_at__gt=who.at
    )
    return tuple(mine.order_by("id").values_list("id", "owner_id", "ends_at"))


def count_waiting(who: Acting) -> tuple[int, int]:
    """Return how many the reader's governance role has not seen yet, and how many wait for its review."""
    agency_id = who.actor.agency_id or 0
    if not checks.may_govern(who.actor, agency_id=agency_id):
        return 0, 0
    ours = EmergencyAccount.objects.filter(owner_id=agency_id)
    return ours.filter(seen_at=None).count(), ours.filter(reviewed_at=None, emergency__ends_at__lte=who.at).count()


def _concerns(who: Acting, row: Emergency) -> bool:
    if row.person_id == who.actor.person_id and row.agency_id == who.actor.agency_id:
        return True
    return any(checks.may_govern(who.actor, agency_id=agency_id) for agency_id in (row.owner_id, row.agency_id))


def _cards(who: Acting, accounts: list[EmergencyAccount]) -> tuple[EmergencyCard, ...]:
    rows = [account.emergency for account in accounts]
    agencies = {agency for row in rows for agency in (row.agency_id, row.owner_id)}
    names = dict(Agency.objects.filter(id__in=agencies).values_list("id", "name"))
    people = dict(Person.objects.filter(id__in={row.person_id for row in rows}).values_list("id", "name"))
    return tuple(_card(who, account, names, people) for account in accounts)


def _card(who: Acting, account: EmergencyAccount, names: dict[int, str], people: dict[int, str]) -> EmergencyCard:
    row, state = account.emergency, _state(account, who.at)
    due = {State.NOTE: row.ends_at + limits.length("note"), State.REVIEW: row.ends_at + limits.length("review")}
    return EmergencyCard(
        emergency_id=row.id,
        person=people[row.person_id],
        agency=names[row.agency_id],
        owner=names[row.owner_id],
        state=state,
        starts_at=row.starts_at,
        ends_at=row.ends_at,
        due_at=due.get(state),
        reason=account.reason,
        purpose=words("purposes", account.purpose),
        note=account.note,
        noted_at=account.noted_at,
        seen_at=account.seen_at,
        finding=words("emergency_findings", account.finding) if account.finding else "",
        finding_words=account.finding_words,
        reviewed_at=account.reviewed_at,
        is_own=row.person_id == who.actor.person_id,
        may_see=checks.may_govern(who.actor, agency_id=row.owner_id),
        may_review=_may_review(who, row) and account.reviewed_at is None and row.ends_at <= who.at,
    )


def _may_review(who: Acting, row: Emergency) -> bool:
    return checks.may_govern(who.actor, agency_id=row.owner_id) and row.person_id != who.actor.person_id


def _state(account: EmergencyAccount, at: datetime) -> State:
    if account.reviewed_at is not None:
        return State.REVIEWED
    if account.emergency.ends_at > at:
        return State.OPEN
    return State.NOTE if account.noted_at is None else State.REVIEW
