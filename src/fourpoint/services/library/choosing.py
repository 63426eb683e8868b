"""Who may read a paper, as its author chooses it: the owner alone, or the parties to an agreement in force."""

from dataclasses import dataclass, replace
from datetime import datetime

from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Actor, Additional, AgreementTerms, Audience, Handling, Subject, decide_place
from fourpoint.domain.sharing.rule import takes_more
from fourpoint.records.sharing.models import Agreement
from fourpoint.services.sharing.actions import find_terms, intern_audience, owner_only, under_agreement
from fourpoint.services.sharing.codes import check_codes, entries, words


class NotYoursToPlace(Refused):
    """The author could not give rows this audience; the message is the rule's own."""


@dataclass(frozen=True, kw_only=True)
class AudienceChoice:
    """
    What an author chooses.

    agreement   code of an agreement in force that binds the author's agency; empty: the agency alone
    purposes    what the other parties may read it for; at least one exactly when there is an agreement
    conditions  codes of handling conditions; at least one exactly when the handling code is C
    additional  codes of additional markings, of any of the four kinds
    """

    marking: Marking
    handling: Handling = Handling.PERMITTED
    conditions: tuple[str, ...] = ()
    additional: tuple[str, ...] = ()
    subject: Subject = Subject.NONE
    agreement: str = ""
    purposes: frozenset[str] = frozenset()


@dataclass(frozen=True, kw_only=True)
class OfferedAgreement:
    """An agreement that can be chosen: its other parties, purposes as (code, words), its ceiling and whom it covers."""

    code: str
    title: str
    others: tuple[str, ...]
    purposes: tuple[tuple[str, str], ...]
    ceiling: str
    subjects: tuple[str, ...]


def list_offered(agency_id: int | None, *, at: datetime) -> tuple[OfferedAgreement, ...]:
    """Return the agreements that bind the agency and under which it can share now, by title."""
    rows = Agreement.objects.filter(parties__agency_id=agency_id or 0).prefetch_related("parties__agency")
    return tuple(
        OfferedAgreement(
            code=row.code,
            title=row.title,
            others=tuple(sorted(one.agency.name for one in row.parties.all() if one.agency_id != agency_id)),
            purposes=tuple((code, words("purposes", code)) for code in row.purposes),
            ceiling=Marking(row.ceiling).words,
            subjects=tuple(words("subjects", code) for code in row.subjects if code != Subject.NONE.value),
        )
        for row in rows.order_by("title", "id")
        if _in_force(find_terms(row.code), at)
    )


def make_audience(owner_id: int, choice: AudienceChoice, *, at: datetime) -> Audience:
    """
    Return the audience that was chosen.

    raises  Unusable, saying how to mend it, for a choice that would open nothing or contradicts itself
    """
    alone = replace(
        owner_only(owner_id, marking=choice.marking),
        handling=choice.handling,
        conditions=choice.conditions,
        additional=_additional(choice.additional),
        subject=choice.subject,
    )
    if not choice.agreement:
        return alone
    _check_agreement(choice, find_terms(choice.agreement), at)
    shared = under_agreement(owner_id, code=choice.agreement, marking=choice.marking, purposes=choice.purposes)
    return replace(alone, agencies=shared.agencies, agreement=shared.agreement, purposes=shared.purposes)


def intern_writable(audience: Audience, *, by: Actor, purpose: str, at: datetime) -> int:
    """
    Return the id of the audience, in which the actor can write from now on.

    raises  as `check_may_place` and `intern_audience`
    """
    check_may_place(audience, by=by, purpose=purpose, at=at)
    return intern_audience(by=by, purpose=purpose, at=at, audience=audience)


def check_may_place(audience: Audience, *, by: Actor, purpose: str, at: datetime) -> None:
    """Raise NotYoursToPlace, with the rule's reasons, unless the actor may give rows this audience."""
    decision = decide_place(by, audience, purpose, at)
    if not decision.allowed:
        raise NotYoursToPlace(" ".join(reason.sentence for reason in decision.reasons))


def _additional(codes: tuple[str, ...]) -> Additional:
    check_codes("additional_markings", codes)
    kinds = {code: getattr(entry, "kind", "") for code, entry in entries("additional_markings").items()}

    def of(kind: str) -> tuple[str, ...]:
        return tuple(code for code in codes if kinds[code] == kind)

    return Additional(
        instructions=of("instruction"), descriptors=of("descriptor"), prefixes=of("prefix"), caveats=of("caveat")
    )


def _in_force(terms: AgreementTerms | None, at: datetime) -> bool:
    return terms is not None and takes_more(terms, at)


def _check_agreement(choice: AudienceChoice, terms: AgreementTerms | None, at: datetime) -> None:
    if terms is None or not _in_force(terms, at):
        raise Unusable("That agreement is not in force: choose another, or keep the paper within your agency.")
    if not choice.purposes:
        raise Unusable("Say what the other agencies may read it for: choose at least one purpose of the agreement.")
    check_codes("purposes", choice.purposes)
    if not choice.purposes <= terms.purposes:
        raise Unusable("The agreement does not cover every purpose you chose: take only those listed under it.")
    if not terms.ceiling.reaches(choice.marking):
        raise Unusable(
            f"The agreement reaches {terms.ceiling.words}, and the paper is marked {choice.marking.words}: choose"
            " another agreement, or keep the paper within your agency."
        )
    if choice.subject is not Subject.NONE and choice.subject not in terms.subjects:
        raise Unusable(
            f"The agreement does not cover material about a {choice.subject.value}: choose another agreement, or keep"
            " the paper within your agency."
        )
