"""
What an owner can choose when sharing, and the audience that a choice makes. For the share control and its live answer.

Nothing here is stored: an audience is made to be looked at, and interned only when the record is placed in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from django.db.models import Q

from fourpoint.access import audiences
from fourpoint.domain.days import HERE, day_of, end_of, last_day_before
from fourpoint.domain.errors import Unusable
from fourpoint.domain.markings import parse_marking
from fourpoint.domain.sharing import Additional, AgreementTerms, Audience, Handling, Named, Subject
from fourpoint.domain.sharing.rule import read_only
from fourpoint.records.agencies.models import Agency, Membership, Person
from fourpoint.records.sharing.models import AgreementClause, AgreementParty
from fourpoint.services.sharing.codes import entries, words

ALONE = 0
MOST_NAMED = 50


@dataclass(frozen=True, kw_only=True)
class Option:
    """One thing to choose: its value in a form, its name, a hint that may be empty, and an agency's code for links."""

    value: str
    text: str
    hint: str = ""
    code: str = ""


@dataclass(frozen=True, kw_only=True)
class AgreementOption:
    """An agreement of the owner: what it lets one choose; `note` says what stands against using it, if anything."""

    agreement_id: int
    title: str
    note: str
    agencies: tuple[Option, ...]
    purposes: tuple[Option, ...]
    clauses: tuple[Option, ...]


@dataclass(frozen=True, kw_only=True)
class Options:
    """Everything that an owner can choose from."""

    agreements: tuple[AgreementOption, ...]
    additional: tuple[Option, ...]
    conditions: tuple[Option, ...]
    subjects: tuple[Option, ...]
    categories: tuple[Option, ...]
    people: tuple[Option, ...]


@dataclass(frozen=True, kw_only=True)
class Choice:
    """
    What somebody chose, as plain values of a form.

    agreement_id  ALONE for the owner agency alone
    listed        ids of people of the owner agency on the need-to-know list
    others        e-mail addresses of people of the other agencies on it
    categories    codes of the categories of data in it; none: nothing is said of them
    until         the last day of the sharing, None for no end of its own
    keep_once     keep the one-off disclosures that were made of the record
    """

    agreement_id: int = ALONE
    clause: str = ""
    agencies: frozenset[int] = frozenset()
    purposes: frozenset[str] = frozenset()
    marking: str = "O"
    additional: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    subject: str = "none"
    categories: tuple[str, ...] = ()
    listed: frozenset[int] = frozenset()
    others: tuple[str, ...] = field(default=())
    until: date | None = None
    keep_once: bool = True


def options(owner_id: int, *, at: datetime) -> Options:
    """Return what that agency can choose from now."""
    return Options(
        agreements=tuple(_agreement(terms, owner_id, at) for terms in _agreements(owner_id, at)),
        additional=tuple(
            Option(value=code, text=entry.name, hint=f"{entry.kind.capitalize()}. {entry.words}")  # type: ignore[attr-defined]
            for code, entry in entries("additional_markings").items()
        ),
        conditions=tuple(
            Option(value=code, text=entry.name, hint=entry.words)  # type: ignore[attr-defined]
            for code, entry in entries("handling").items()
            if entry.kind == "condition"  # type: ignore[attr-defined]
        ),
        subjects=tuple(
            Option(value=code, text=entry.name, hint=entry.words)  # type: ignore[attr-defined]
            for code, entry in entries("subjects").items()
        ),
        categories=tuple(
            Option(value=code, text=entry.name, hint=entry.words)  # type: ignore[attr-defined]
            for code, entry in entries("data_categories").items()
        ),
        people=_people(owner_id, at),
    )


def choice_of(audience: Audience) -> Choice:
    """Return the choice that the audience is, for a form to begin with."""
    elsewhere = [one.person_id for one in audience.compartment if one.agency_id != audience.owner_id]
    return Choice(
        agreement_id=audience.agreement.agreement_id if audience.agreement else ALONE,
        clause=audience.clause,
        agencies=audience.agencies,
        purposes=audience.purposes,
        marking=audience.marking.value,
        additional=audience.additional.codes,
        conditions=tuple(sorted(set(audience.conditions))),
        subject=audience.subject.value,
        categories=tuple(sorted(audience.categories)),
        listed=frozenset(one.person_id for one in audience.compartment if one.agency_id == audience.owner_id),
        others=tuple(Person.objects.filter(id__in=elsewhere).order_by("email").values_list("email", flat=True)),
        until=last_day_before(audience.ends_at) if audience.ends_at else None,
    )


def make_audience(current: Audience, choice: Choice, *, at: datetime) -> Audience:
    """
    Return the audience that the choice makes of the current one; its owner stays.

    raises  Unusable, in one sentence, for a choice that cannot be
    """
    terms = _chosen_terms(current.owner_id, choice)
    shares = terms is not None and choice.agreement_id != ALONE
    once = current.disclosures if choice.keep_once else frozenset()
    made = Audience(
        owner_id=current.owner_id,
        marking=parse_marking(choice.marking),
        additional=_additional(choice.additional),
        handling=Handling.CONDITIONS if choice.conditions else Handling.PERMITTED,
        conditions=tuple(sorted(set(choice.conditions))),
        agencies=choice.agencies if shares else frozenset(),
        agreement=terms if shares else None,
        clause=choice.clause if shares else "",
        purposes=choice.purposes if shares else frozenset(),
        disclosures=frozenset(one for one in once if one.ends_at > at),
        subject=_subject(choice.subject),
        categories=_categories(choice, terms),
        ends_at=_end(choice.until, at) if shares else None,
    )
    return replace(made, compartment=_compartment(made, choice, at))


def _agreements(owner_id: int, at: datetime) -> Iterable[AgreementTerms]:
    ours = AgreementParty.objects.filter(agency_id=owner_id).order_by("-agreement__starts_at", "agreement_id")
    held = (audiences.terms(agreement_id) for agreement_id in ours.values_list("agreement_id", flat=True))
    return [terms for terms in held if terms is not None and at < terms.ends_at and terms.signed_at is not None]


def _agreement(terms: AgreementTerms, owner_id: int, at: datetime) -> AgreementOption:
    parties = Agency.objects.filter(id__in=terms.parties - {owner_id}).order_by("name")
    clauses = AgreementClause.objects.filter(agreement_id=terms.agreement_id).order_by("number")
    return AgreementOption(
        agreement_id=terms.agreement_id,
        title=terms.name,
        note=_note(terms, at),
        agencies=tuple(Option(value=str(party.pk), text=party.name, code=party.code) for party in parties),
        purposes=tuple(Option(value=code, text=words("purposes", code)) for code in sorted(terms.purposes)),
        clauses=tuple(Option(value=one.number, text=f"Clause {one.number}", hint=one.words) for one in clauses),
    )


def _note(terms: AgreementTerms, at: datetime) -> str:
    if at < terms.starts_at:
        return f"It starts on {terms.starts_at.astimezone(HERE):%-d %B %Y}."
    if read_only(terms, at):
        return "Its review is overdue: nothing more can be shared under it until it has been reviewed."
    return ""


def _people(owner_id: int, at: datetime) -> tuple[Option, ...]:
    held = Membership.objects.filter(agency_id=owner_id, person__kind=Person.PERSON, person__is_active=True)
    held = held.filter(Q(ends_at=None) | Q(ends_at__gt=at), starts_at__lte=at).order_by("person__name")
    rows = held.values_list("person_id", "person__name")
    return tuple(Option(value=str(person_id), text=name) for person_id, name in rows)


def _chosen_terms(owner_id: int, choice: Choice) -> AgreementTerms | None:
    if choice.agreement_id == ALONE:
        return None
    terms = audiences.terms(choice.agreement_id)
    if terms is None or owner_id not in terms.parties:
        raise Unusable("That agreement does not bind your agency: choose one of the list.")
    if not choice.agencies:
        raise Unusable("Choose at least one agency to share with, or nobody beside your own agency.")
    if not choice.agencies <= terms.parties - {owner_id}:
        raise Unusable("One of the agencies is not a party to the agreement: choose among its parties.")
    if not choice.purposes or not choice.purposes <= terms.purposes:
        raise Unusable("Choose at least one purpose, among those of the agreement.")
    if choice.clause and choice.clause not in {clause.number for clause in terms.clauses}:
        raise Unusable("The agreement has no such clause: choose one of the list.")
    return terms


def _additional(codes: Iterable[str]) -> Additional:
    known = entries("additional_markings")
    if any(code not in known for code in codes):
        raise Unusable("One of the additional markings is not in the catalogue: choose among the list.")
    by_kind = {
        kind: tuple(code for code in known if code in set(codes) and known[code].kind == kind)  # type: ignore[attr-defined]
        for kind in ("instruction", "descriptor", "prefix", "caveat")
    }
    return Additional(
        instructions=by_kind["instruction"],
        descriptors=by_kind["descriptor"],
        prefixes=by_kind["prefix"],
        caveats=by_kind["caveat"],
    )


def _subject(code: str) -> Subject:
    if code not in set(Subject):
        raise Unusable("Say whom it is about: choose one of the list.")
    return Subject(code)


def _categories(choice: Choice, terms: AgreementTerms | None) -> frozenset[str]:
    known, chosen = entries("data_categories"), frozenset(choice.categories)
    if not chosen <= set(known):
        raise Unusable("Say what data is in it: choose among the list.")
    beyond = sorted(chosen - terms.covered(choice.clause)) if terms else []
    if beyond:
        named = ", ".join(known[code].name for code in beyond)
        where = f"Clause {choice.clause} of the agreement" if choice.clause else "The agreement"
        raise Unusable(f"{where} does not cover this data: {named}. Choose another, or take it out of the record.")
    return chosen


def _end(until: date | None, at: datetime) -> datetime | None:
    if until is None:
        return None
    if not day_of(at) <= until <= date(2999, 12, 31):
        raise Unusable("The last day of the sharing has passed: choose today or a later day.")
    return end_of(until)


def _compartment(made: Audience, choice: Choice, at: datetime) -> frozenset[Named]:
    if not choice.listed and not choice.others:
        return frozenset()
    if len(choice.listed) + len(choice.others) > MOST_NAMED:
        raise Unusable(f"A need-to-know list holds at most {MOST_NAMED} people.")
    own = {int(option.value) for option in _people(made.owner_id, at)} & choice.listed
    named = {Named(person_id=person_id, agency_id=made.owner_id) for person_id in own}
    others = made.agencies | {one.agency_id for one in made.disclosures}
    return frozenset(named | {_find_other(address, others, at) for address in choice.others})


def _find_other(address: str, agencies: frozenset[int], at: datetime) -> Named:
    """The person of that address in one of the agencies; whether she works elsewhere is not told."""
    held = Membership.objects.filter(person__email=address.strip().lower(), agency_id__in=agencies)
    row = held.filter(Q(ends_at=None) | Q(ends_at__gt=at), starts_at__lte=at).order_by("id").first()
    if row is None:
        raise Unusable("An e-mail address on the need-to-know list is nobody's in the agencies you share with.")
    return Named(person_id=row.person_id, agency_id=row.agency_id)
