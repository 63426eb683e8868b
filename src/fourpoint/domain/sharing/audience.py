"""The audience of a row as one value, with the terms of the agreement that carries it."""

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


@dataclass(frozen=True, kw_only=True, order=True)
class Clause:
    """
    A clause of an agreement: its number as printed, and the purposes (catalogue codes) for which it carries.

    categories  the categories of data that it carries; none named means all those of the agreement
    """

    number: str
    purposes: frozenset[str]
    categories: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True, order=True)
class Reviewed:
    """A review that every party signed at that instant: the agreement is read-only only from its own `review_at` on."""

    signed_at: datetime
    review_at: datetime


@dataclass(frozen=True, kw_only=True)
class AgreementTerms:
    """
    What an information sharing agreement says, as far as the rule needs it.

    name       how a reason names it, with its version
    signed_at  when the last party signed; None while a signature is missing
    review_at  the instant from which it is read-only: what is shared stays readable, and nothing more is shared
    reviews    reviews that every party signed, each of which sets another such instant
    ends_at    the first instant at which it no longer holds: its own end, the instant it was ended early, or that at
               which a later version took over
    subjects   the subject categories whose material it covers; Subject.NONE is always covered
    categories the categories of data that it covers, as catalogue codes
    handling   the handling codes of material that it carries
    training   courses that each reader of another agency must have in date
    clauses    the clauses that an audience can name; an audience that names none rests on the agreement as a whole
    followed_by  the next version, signed or not; what was shared under this one rests on it once it took over
    """

    agreement_id: int
    parties: frozenset[int]
    purposes: frozenset[str]
    ceiling: Marking
    subjects: frozenset[Subject]
    starts_at: datetime
    ends_at: datetime
    signed_at: datetime | None
    review_at: datetime | None = None
    name: str = "The agreement"
    handling: frozenset[Handling] = frozenset(Handling)
    training: frozenset[str] = frozenset()
    clauses: frozenset[Clause] = frozenset()
    categories: frozenset[str] = frozenset()
    reviews: frozenset[Reviewed] = frozenset()
    followed_by: "AgreementTerms | None" = None

    @property
    def takes_over_at(self) -> datetime | None:
        """When it begins to hold: started and signed by all; None when it never did, or ended before it could."""
        begins = None if self.signed_at is None else max(self.starts_at, self.signed_at)
        return begins if begins is not None and begins < self.ends_at else None

    def covered(self, clause: str) -> frozenset[str]:
        """Return the categories of data that it covers under that clause; empty: under the agreement as a whole."""
        carried = (one.categories for one in self.clauses if one.number == clause and one.categories)
        return self.categories.intersection(*carried)

    def version_at(self, at: datetime) -> "AgreementTerms":
        """Return the version that speaks at that instant: the latest that has taken over, else this one."""
        speaks, later = self, self.followed_by
        while later is not None:
            if later.takes_over_at is not None and later.takes_over_at <= at:
                speaks = later
            later = later.followed_by
        return speaks

    def read_only_at(self, at: datetime) -> datetime | None:
        """Return the instant from which it is read-only, as its reviews had set it by `at`; None for never."""
        signed = [one for one in self.reviews if one.signed_at <= at]
        return max(signed).review_at if signed else self.review_at


@dataclass(frozen=True, kw_only=True, order=True)
class Named:
    """A person on a need-to-know list, in the agency for which the place was given: leaving it loses the place."""

    person_id: int
    agency_id: int


@dataclass(frozen=True, kw_only=True, order=True)
class Disclosure:
    """
    A one-off disclosure, decided case by case: no agreement carries it, so it names its own gateway and its end.

    person_id  the one person of the agency who may read (None: any of its people)
    gateway    the legal gateway relied on, as a catalogue code
    """

    agency_id: int
    person_id: int | None
    purposes: frozenset[str]
    gateway: str
    ends_at: datetime


@dataclass(frozen=True, kw_only=True)
class Additional:
    """The four kinds of additional marking, as catalogue codes; they oblige the reader and open nothing."""

    instructions: tuple[str, ...] = ()
    descriptors: tuple[str, ...] = ()
    prefixes: tuple[str, ...] = ()
    caveats: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """All of them, in the order in which they are printed."""
        return (*self.prefixes, *self.descriptors, *self.caveats, *self.instructions)


@dataclass(frozen=True, kw_only=True)
class Audience:
    """
    Who may read a row, as one value. Equal audiences are stored once.

    additional   the four kinds of additional marking
    conditions   conditions of handling, as catalogue codes; at least one exactly when the handling code is C
    agencies     the agencies named beside the owner under the agreement; none named means the owner alone
    agreement    the agreement under which the named agencies read; required when any is named
    clause       the number of the agreement's clause that carries it; empty for the agreement as a whole
    purposes     what the named agencies may read it for
    disclosures  one-off disclosures beside the agreement
    compartment  the need-to-know list; empty means that none is set
    categories   the categories of data in it, as catalogue codes; empty means that its owner did not say
    ends_at      the instant from which the named agencies no longer read it; the owner is never timed out
    raises       Unusable when the value would lock its owner out or contradicts itself
    """

    owner_id: int
    marking: Marking
    additional: Additional = Additional()
    handling: Handling = Handling.PERMITTED
    conditions: tuple[str, ...] = ()
    agencies: frozenset[int] = frozenset()
    agreement: AgreementTerms | None = None
    clause: str = ""
    purposes: frozenset[str] = frozenset()
    disclosures: frozenset[Disclosure] = frozenset()
    compartment: frozenset[Named] = frozenset()
    subject: Subject = Subject.NONE
    categories: frozenset[str] = frozenset()
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
            (bool(self.clause) and self.agreement is None, "A clause is one of an agreement: name the agreement too."),
            (
                any(disclosure.agency_id == self.owner_id for disclosure in self.disclosures),
                "The owner agency reads its own material: a disclosure is to another agency.",
            ),
        ):
            if wrong:
                raise Unusable(sentence)
