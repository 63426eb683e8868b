"""Values of the sharing rule for tests: one agency owns, one receives under an agreement, one is a stranger."""

from dataclasses import replace
from datetime import UTC, datetime

from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Actor, AgreementTerms, Audience, Membership, SignUp, Subject

OWNER, PARTNER, STRANGER = 1, 2, 3
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
EARLIER, LATER = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
PURPOSE = "local-profile"

MEMBERSHIP = Membership(agency_id=PARTNER, clearance=Marking.OFFICIAL_SENSITIVE, starts_at=EARLIER, ends_at=LATER)
TERMS = AgreementTerms(
    agreement_id=7,
    parties=frozenset({OWNER, PARTNER}),
    purposes=frozenset({PURPOSE}),
    ceiling=Marking.OFFICIAL_SENSITIVE,
    subjects=frozenset(Subject),
    starts_at=EARLIER,
    ends_at=LATER,
    signed_at=EARLIER,
)
SIGN_UP = SignUp(agreement_id=7, signed_at=EARLIER)
AUDIENCE = Audience(
    owner_id=OWNER,
    marking=Marking.OFFICIAL,
    agencies=frozenset({PARTNER}),
    agreement=TERMS,
    purposes=frozenset({PURPOSE}),
)


def actor(agency_id: int = PARTNER, *, person_id: int = 20, is_active: bool = True, **membership: object) -> Actor:
    """An actor of that agency who signed up to the agreement, with a membership changed as given."""
    held = replace(MEMBERSHIP, agency_id=agency_id, **membership)  # type: ignore[arg-type]
    return Actor(person_id=person_id, is_active=is_active, membership=held, signed_up=frozenset({SIGN_UP}))


def audience(**changes: object) -> Audience:
    """The audience above, changed as given."""
    return replace(AUDIENCE, **changes)  # type: ignore[arg-type]


def terms(**changes: object) -> Audience:
    """The audience above, with its agreement changed as given."""
    return audience(agreement=replace(TERMS, **changes))  # type: ignore[arg-type]
