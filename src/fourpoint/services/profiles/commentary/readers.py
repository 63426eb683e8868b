"""Who a new note can be for: the writer's own agency, or the parties to one of its agreements, and how it is marked."""

from dataclasses import dataclass
from datetime import datetime

from fourpoint.access.context import Acting
from fourpoint.domain.errors import Unusable
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Audience
from fourpoint.domain.sharing.rule import takes_more
from fourpoint.records.sharing.models import Agreement
from fourpoint.services.agencies.queries import agency_names
from fourpoint.services.sharing.actions import find_terms, owner_only, under_agreement

OWN = "own"


@dataclass(frozen=True, kw_only=True)
class Readers:
    """One choice of readers: its code ("own" or an agreement's), its words, and the highest marking it takes."""

    code: str
    words: str
    detail: str
    ceiling: Marking


def list_readers(who: Acting) -> tuple[Readers, ...]:
    """Return the choices that the person has: her own agency first, then each agreement in force that binds it."""
    membership = who.actor.membership
    if membership is None:
        return ()
    own = Readers(
        code=OWN,
        words="My own agency only",
        detail="Nobody outside your agency learns that it exists.",
        ceiling=membership.clearance,
    )
    return (own, *(_under(row, who, membership.clearance) for row in _in_force(membership.agency_id, who.at)))


def make_audience(who: Acting, *, readers: str, marking: Marking) -> Audience:
    """
    Return the audience of that choice at that marking, for every purpose of the agreement.

    raises  Unusable when it is not among the person's choices, or the marking is above what it takes
    """
    choice = next((one for one in list_readers(who) if one.code == readers), None)
    if choice is None:
        raise Unusable("Choose who may read it: your own agency, or the parties to an agreement in force.")
    if not choice.ceiling.reaches(marking):
        raise Unusable(f"What is for these readers can be marked up to {choice.ceiling.words}, not {marking.words}.")
    owner_id = who.actor.agency_id or 0
    terms = find_terms(readers) if readers != OWN else None
    if terms is None:
        return owner_only(owner_id, marking=marking)
    return under_agreement(owner_id, code=readers, marking=marking, purposes=terms.purposes)


# ----------------------------------------------------------------------------------------------------------------------


def _in_force(agency_id: int, at: datetime) -> list[Agreement]:
    rows = Agreement.objects.filter(parties__agency_id=agency_id).prefetch_related("parties").order_by("title", "id")
    held = ((row, find_terms(row.code)) for row in rows)
    return [row for row, terms in held if terms is not None and takes_more(terms, at)]


def _under(row: Agreement, who: Acting, clearance: Marking) -> Readers:
    others = sorted(agency_names(party.agency_id for party in row.parties.all()).items())
    names = [name for agency_id, name in others if agency_id != who.actor.agency_id]
    ceiling = Marking(row.ceiling)
    return Readers(
        code=row.code,
        words=f"My agency and {', '.join(names)}",
        detail=f"Under the agreement “{row.title}”.",
        ceiling=ceiling if clearance.reaches(ceiling) else clearance,
    )
