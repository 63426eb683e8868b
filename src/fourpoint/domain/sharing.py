"""
The sharing rule: who may read what, for which purpose, at which instant, and why. For anyone who asks "may she?".

How to check it by eye, in four lines:

1. Deny by default: with no ground to read, the answer is no.
2. Deny beats allow: one rule of `DENIALS` that objects closes, whatever else would open.
3. There are two grounds: the reader acts for the owner agency, or her agency is named and an agreement carries it.
4. Obligations only add: they are conditions on a yes and can never turn a no into one.

The rule is pure: every fact it weighs is in its arguments. Agencies and persons are known here by number only.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from fourpoint.domain.errors import Unusable
from fourpoint.domain.markings import Marking


class Handling(StrEnum):
    """The handling code of the 3x5x2 scheme: lawful sharing permitted, plainly or with conditions."""

    PERMITTED = "P"
    CONDITIONS = "C"


class Subject(StrEnum):
    """Whom the material is about, where that calls for special care."""

    NONE = "none"
    VICTIM = "victim"
    CHILD = "child"
    WITNESS = "witness"


@dataclass(frozen=True, kw_only=True)
class Membership:
    """
    One person's standing in one agency, in force from `starts_at` until just before `ends_at` (None: no end set).

    clearance     the highest marking that the agency lets this person read
    safeguards    whether a role held makes this person one who works with victims, children and witnesses
    changes       whether a role held lets this person write records of the agency
    governs       whether a role held lets this person read the agency's audit trail
    administers   whether a role held lets this person manage people, agreements and audiences of the agency
    """

    agency_id: int
    clearance: Marking
    starts_at: datetime
    ends_at: datetime | None = None
    roles: frozenset[str] = frozenset()
    safeguards: bool = False
    changes: bool = False
    governs: bool = False
    administers: bool = False

    def in_force(self, at: datetime) -> bool:
        """Return whether the instant lies in the half-open period."""
        return self.starts_at <= at and (self.ends_at is None or at < self.ends_at)


@dataclass(frozen=True, kw_only=True)
class Actor:
    """A person acting for one agency (None: for none, and then nothing is open)."""

    person_id: int
    is_active: bool
    membership: Membership | None

    @property
    def agency_id(self) -> int | None:
        """The agency acted for."""
        return self.membership.agency_id if self.membership else None


@dataclass(frozen=True, kw_only=True)
class AgreementTerms:
    """
    What an information sharing agreement says, as far as the rule needs it.

    signed_at  when the last party signed; None while a signature is missing
    ends_at    the first instant at which it no longer holds (its own end, or the instant it was ended early)
    subjects   the subject categories whose material it covers; Subject.NONE is always covered
    """

    agreement_id: int
    parties: frozenset[int]
    purposes: frozenset[str]
    ceiling: Marking
    subjects: frozenset[Subject]
    starts_at: datetime
    ends_at: datetime
    signed_at: datetime | None


@dataclass(frozen=True, kw_only=True, order=True)
class Named:
    """A person on a need-to-know list, in the agency for which the place was given: leaving it loses the place."""

    person_id: int
    agency_id: int


@dataclass(frozen=True, kw_only=True)
class Audience:
    """
    Who may read a row, as one value. Equal audiences are stored once.

    conditions   conditions of handling, as catalogue codes; at least one exactly when the handling code is C
    agencies     the agencies named beside the owner; none named means the owner alone
    agreement    the agreement under which the named agencies read; required when any is named
    purposes     what the named agencies may read it for
    compartment  the need-to-know list; empty means that none is set
    ends_at      the instant from which the named agencies no longer read it; the owner is never timed out
    raises       Unusable when the value would lock its owner out or contradicts itself
    """

    owner_id: int
    marking: Marking
    handling: Handling = Handling.PERMITTED
    conditions: tuple[str, ...] = ()
    agencies: frozenset[int] = frozenset()
    agreement: AgreementTerms | None = None
    purposes: frozenset[str] = frozenset()
    compartment: frozenset[Named] = frozenset()
    subject: Subject = Subject.NONE
    ends_at: datetime | None = None

    def __post_init__(self) -> None:
        for wrong, sentence in (
            (
                self.compartment and all(named.agency_id != self.owner_id for named in self.compartment),
                "A need-to-know list must hold at least one member of the owner agency, or the owner is locked out.",
            ),
            (
                (self.handling is Handling.CONDITIONS) != bool(self.conditions),
                "Handling code C needs at least one condition, and handling code P takes none.",
            ),
            (
                self.agencies and self.agreement is None,
                "Other agencies can be named only under an information sharing agreement.",
            ),
            (self.owner_id in self.agencies, "The owner agency reads its own material: do not name it again."),
        ):
            if wrong:
                raise Unusable(sentence)


@dataclass(frozen=True, kw_only=True)
class Reason:
    """Why, as a stable code and as a sentence for the person who asks."""

    code: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Obligation:
    """A condition on a yes, by its catalogue code."""

    code: str
    sentence: str


@dataclass(frozen=True, kw_only=True)
class Decision:
    """The answer: the grounds of a yes with its obligations, or the objections of a no."""

    allowed: bool
    reasons: tuple[Reason, ...]
    obligations: tuple[Obligation, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Case:
    """One question put to the rules."""

    actor: Actor
    audience: Audience
    purpose: str
    at: datetime

    @property
    def is_owner(self) -> bool:
        """Whether the reader acts for the agency that owns the material."""
        return self.actor.agency_id == self.audience.owner_id

    @property
    def is_recipient(self) -> bool:
        """Whether the reader acts for an agency named beside the owner: the agreement's rules are about these."""
        return self.actor.agency_id in self.audience.agencies and not self.is_owner


Rule = Callable[[Case], Reason | None]


# The rules that close. The first five hold for everyone, the owner's own people included.


def _inactive(case: Case) -> Reason | None:
    if case.actor.is_active:
        return None
    return Reason(code="person-inactive", sentence="This person's account is closed.")


def _not_a_member(case: Case) -> Reason | None:
    if case.actor.membership and case.actor.membership.in_force(case.at):
        return None
    return Reason(code="no-membership", sentence="This person is not a member of an agency at this time.")


def _without_purpose(case: Case) -> Reason | None:
    if case.purpose:
        return None
    return Reason(code="no-purpose", sentence="No purpose was stated.")


def _above_clearance(case: Case) -> Reason | None:
    membership, marking = case.actor.membership, case.audience.marking
    if membership is None or membership.clearance.reaches(marking):
        return None
    return Reason(
        code="above-clearance",
        sentence=f"It is marked {marking.words}; this person is cleared for {membership.clearance.words}.",
    )


def _outside_compartment(case: Case) -> Reason | None:
    named = {(place.person_id, place.agency_id) for place in case.audience.compartment}
    if not named or (case.actor.person_id, case.actor.agency_id) in named:
        return None
    return Reason(code="outside-compartment", sentence="It has a need-to-know list, and this person is not on it.")


# The rest are about named agencies only: the owner is never locked out by them, and a stranger never hears of them.


def _timed_out(case: Case) -> Reason | None:
    ends_at = case.audience.ends_at
    if not case.is_recipient or ends_at is None or case.at < ends_at:
        return None
    return Reason(code="audience-ended", sentence=f"It was shared until {ends_at:%d %B %Y}, which has passed.")


def _other_purpose(case: Case) -> Reason | None:
    if not case.is_recipient or case.purpose in case.audience.purposes:
        return None
    return Reason(code="purpose-not-shared", sentence="The owner did not share it for this purpose.")


def _not_safeguarding(case: Case) -> Reason | None:
    membership = case.actor.membership
    if not case.is_recipient or case.audience.subject is Subject.NONE or (membership and membership.safeguards):
        return None
    return Reason(
        code="needs-safeguarding-role",
        sentence=f"It is about a {case.audience.subject.value}, and this person holds no safeguarding role.",
    )


def _terms(case: Case) -> AgreementTerms | None:
    return case.audience.agreement if case.is_recipient else None


def _unsigned(case: Case) -> Reason | None:
    terms = _terms(case)
    if terms is None or (terms.signed_at is not None and terms.signed_at <= case.at):
        return None
    return Reason(code="agreement-unsigned", sentence="The agreement is not signed by every party.")


def _not_started(case: Case) -> Reason | None:
    terms = _terms(case)
    if terms is None or terms.starts_at <= case.at:
        return None
    return Reason(code="agreement-not-started", sentence=f"The agreement starts on {terms.starts_at:%d %B %Y}.")


def _ended(case: Case) -> Reason | None:
    terms = _terms(case)
    if terms is None or case.at < terms.ends_at:
        return None
    return Reason(code="agreement-ended", sentence=f"The agreement ended on {terms.ends_at:%d %B %Y}.")


def _not_parties(case: Case) -> Reason | None:
    terms = _terms(case)
    if terms is None or {case.actor.agency_id, case.audience.owner_id} <= terms.parties:
        return None
    return Reason(code="not-parties", sentence="The agreement does not bind both agencies.")


def _above_ceiling(case: Case) -> Reason | None:
    terms = _terms(case)
    if terms is None or terms.ceiling.reaches(case.audience.marking):
        return None
    return Reason(
        code="above-agreement-ceiling",
        sentence=f"It is marked {case.audience.marking.words}; the agreement reaches {terms.ceiling.words}.",
    )


def _purpose_not_agreed(case: Case) -> Reason | None:
    terms = _terms(case)
    if terms is None or case.purpose in terms.purposes:
        return None
    return Reason(code="purpose-not-agreed", sentence="The agreement does not cover this purpose.")


def _subject_not_agreed(case: Case) -> Reason | None:
    terms, subject = _terms(case), case.audience.subject
    if terms is None or subject is Subject.NONE or subject in terms.subjects:
        return None
    return Reason(
        code="subject-not-agreed",
        sentence=f"It is about a {subject.value}, and the agreement does not cover such material.",
    )


# The grounds that open.


def _owner(case: Case) -> Reason | None:
    if not case.is_owner:
        return None
    return Reason(code="owner", sentence="This person's agency owns it.")


def _agreement(case: Case) -> Reason | None:
    if not case.is_recipient or case.audience.agreement is None:
        return None
    return Reason(code="agreement", sentence="This person's agency is named, and an agreement in force carries it.")


DENIALS: tuple[Rule, ...] = (
    _inactive,
    _not_a_member,
    _without_purpose,
    _above_clearance,
    _outside_compartment,
    _timed_out,
    _other_purpose,
    _not_safeguarding,
    _unsigned,
    _not_started,
    _ended,
    _not_parties,
    _above_ceiling,
    _purpose_not_agreed,
    _subject_not_agreed,
)
GROUNDS: tuple[Rule, ...] = (_owner, _agreement)
NO_GROUND = Reason(code="no-ground", sentence="Nothing shares it with this person's agency.")
NOT_A_WRITER = Reason(code="not-a-writer", sentence="No role of this person lets them change the agency's records.")
NOT_THE_OWNER = Reason(code="not-the-owner", sentence="Only the agency that owns it may change it.")


def decide(actor: Actor, audience: Audience, purpose: str, at: datetime) -> Decision:
    """Return whether the actor may read what has this audience, for this purpose at this instant, and why."""
    case = Case(actor=actor, audience=audience, purpose=purpose, at=at)
    objections = tuple(reason for rule in DENIALS if (reason := rule(case)))
    grounds = tuple(reason for rule in GROUNDS if (reason := rule(case)))
    if objections or not grounds:
        return Decision(allowed=False, reasons=objections if grounds else (*objections, NO_GROUND))
    return Decision(allowed=True, reasons=grounds, obligations=_obligations(audience))


def decide_change(actor: Actor, audience: Audience, purpose: str, at: datetime) -> Decision:
    """Return whether the actor may write rows of this audience: may read it, for its owner, in a writing role."""
    reading = decide(actor, audience, purpose, at)
    if not reading.allowed:
        return reading
    if actor.agency_id != audience.owner_id:
        return Decision(allowed=False, reasons=(NOT_THE_OWNER,))
    if actor.membership is None or not actor.membership.changes:
        return Decision(allowed=False, reasons=(NOT_A_WRITER,))
    return reading


def _obligations(audience: Audience) -> tuple[Obligation, ...]:
    return tuple(
        Obligation(code=code, sentence=f"Handling condition {code} applies.")
        for code in sorted(set(audience.conditions))
    )
