"""
What is known of the person who asks: her membership, what she signed up to, learnt and accepted, her emergencies.

Every fact carries its own period, so that the same value answers for a past instant as for now.
"""

from dataclasses import dataclass
from datetime import datetime

from fourpoint.domain.markings import Marking


def within(at: datetime, starts_at: datetime, ends_at: datetime | None) -> bool:
    """Return whether the instant lies in the half-open period; None means that no end is set."""
    return starts_at <= at and (ends_at is None or at < ends_at)


@dataclass(frozen=True, kw_only=True)
class Membership:
    """
    One person's standing in one agency, in force from `starts_at` until just before `ends_at` (None: no end set).

    clearance      the highest marking that the agency lets this person read
    vetted_until   the instant from which the vetting behind a clearance above OFFICIAL no longer holds; None: not set
    recertify_at   the instant from which the membership must have been confirmed again; None: not set
    reads          False for a role that runs the platform and reads no content
    safeguards     whether a role held makes this person one who works with victims, children and witnesses
    changes        whether a role held lets this person write records of the agency
    governs        whether a role held lets this person read the agency's audit trail
    administers    whether a role held lets this person manage people, agreements and audiences of the agency
    breaks_glass   whether a role held lets this person open another agency's material in an emergency
    """

    agency_id: int
    clearance: Marking
    starts_at: datetime
    ends_at: datetime | None = None
    vetted_until: datetime | None = None
    recertify_at: datetime | None = None
    roles: frozenset[str] = frozenset()
    reads: bool = True
    safeguards: bool = False
    changes: bool = False
    governs: bool = False
    administers: bool = False
    breaks_glass: bool = False

    def in_force(self, at: datetime) -> bool:
        """Return whether the instant lies in the half-open period."""
        return within(at, self.starts_at, self.ends_at)


@dataclass(frozen=True, kw_only=True, order=True)
class SignUp:
    """A person's own signature to an agreement, which she needs beside her agency's."""

    agreement_id: int
    signed_at: datetime
    withdrawn_at: datetime | None = None


@dataclass(frozen=True, kw_only=True, order=True)
class Training:
    """A course taken, by its catalogue code, and until when it counts (None: no end set)."""

    course: str
    taken_at: datetime
    valid_until: datetime | None = None


@dataclass(frozen=True, kw_only=True, order=True)
class Acceptance:
    """An owner's conditions of handling that the person accepted, sorted codes, under one agreement or none."""

    owner_id: int
    agreement_id: int | None
    conditions: tuple[str, ...]
    accepted_at: datetime


@dataclass(frozen=True, kw_only=True, order=True)
class Emergency:
    """Glass broken: the owner agency's material is open to the person, up to her clearance, in this period."""

    owner_id: int
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True, kw_only=True, order=True)
class StandIn:
    """On lists of her agency's own records the person stands in this period in the place of somebody who left it."""

    leaver_id: int
    starts_at: datetime
    ends_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A person acting for one agency (None: for none, and then nothing is open)."""

    person_id: int
    is_active: bool
    membership: Membership | None
    signed_up: frozenset[SignUp] = frozenset()
    trained: frozenset[Training] = frozenset()
    accepted: frozenset[Acceptance] = frozenset()
    emergencies: frozenset[Emergency] = frozenset()
    stands_in: frozenset[StandIn] = frozenset()

    @property
    def agency_id(self) -> int | None:
        """The agency acted for."""
        return self.membership.agency_id if self.membership else None
