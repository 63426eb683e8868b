"""Every audience and agreement as values, as of a snapshot of the database; a change gives a new shelf."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain

from fourpoint.access import audiences
from fourpoint.access.ids import Ids
from fourpoint.domain.sharing import AgreementTerms, Audience
from fourpoint.domain.sharing.instants import of_audience, of_terms

FIRST, LAST = datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
NOBODYS: frozenset[int] = frozenset()
# In place of an agreement's number, where a row that changed does not hold it.
EVERY = 0


@dataclass(frozen=True, kw_only=True)
class Shelf:
    """
    What the sharing rule weighs beside the person.

    audiences   by id; the agreement in each is as it was when the audience was read: `terms` has it as it is
    terms       of each agreement that an audience names, by its id
    concerning  ids of the audiences that an agency owns, is named in, or was disclosed to
    under       ids of the audiences that name an agreement
    instants    when an answer about any of them can become another, in order; more than needed is safe
    """

    audiences: Mapping[int, Audience]
    terms: Mapping[int, AgreementTerms]
    concerning: Mapping[int, frozenset[int]]
    under: Mapping[int, frozenset[int]]
    instants: tuple[datetime, ...]

    def find_terms(self, audience: Audience) -> AgreementTerms | None:
        """Return what the agreement of an audience says now, None without one."""
        return self.terms[audience.agreement.agreement_id] if audience.agreement else None

    def get(self, audience_id: int) -> Audience:
        """Return the audience with its agreement as it is now; raises KeyError."""
        audience = self.audiences[audience_id]
        terms = self.find_terms(audience)
        return audience if audience.agreement is terms else replace(audience, agreement=terms)

    def period(self, at: datetime) -> tuple[datetime, datetime]:
        """Return from when until when nothing on the shelf turns any answer, around that instant."""
        return around(at, self.instants)

    def after(self, changed: Set[tuple[str, int]]) -> "tuple[Shelf, frozenset[int]]":
        """Return the shelf with these rows read again, and the ids of the audiences whose answers that can turn."""
        again = frozenset(row_id for kind, row_id in changed if kind == "audience")
        terms = self._agreements(frozenset(row_id for kind, row_id in changed if kind == "agreement"))
        if not (again or terms):
            return self, NOBODYS
        turned = _with(self, audiences.some(again), audiences.terms_of(terms), without=again)
        return turned, again.union(*(turned.under.get(one, NOBODYS) for one in terms))

    def _agreements(self, changed: frozenset[int]) -> Set[int]:
        if not changed:
            return NOBODYS
        return self.terms.keys() if EVERY in changed else audiences.with_earlier(changed) & self.terms.keys()


EMPTY = Shelf(audiences={}, terms={}, concerning={}, under={}, instants=())


class Readable(Mapping[int, Audience]):
    """The audiences on a shelf that are open, by id; each is put together when it is first asked for."""

    def __init__(self, ids: Ids, shelf: Shelf) -> None:
        self.ids, self._shelf, self._made = ids, shelf, dict[int, Audience]()

    def __getitem__(self, audience_id: int) -> Audience:
        """Return the audience of that id; raises KeyError unless it is open."""
        made = self._made.get(audience_id)
        if made is None:
            if audience_id not in self.ids:
                raise KeyError(audience_id)
            made = self._made[audience_id] = self._shelf.get(audience_id)
        return made

    def __contains__(self, audience_id: object) -> bool:
        """Whether it is open."""
        return audience_id in self.ids

    def __iter__(self) -> Iterator[int]:
        """The ids from the lowest up."""
        return iter(self.ids)

    def __len__(self) -> int:
        """How many are open."""
        return len(self.ids)


def around(at: datetime, instants: Iterable[datetime]) -> tuple[datetime, datetime]:
    """Return the last of these instants that is not after `at`, and the first that is; they are in order."""
    held = instants if isinstance(instants, tuple) else tuple(sorted(instants))
    first = bisect_right(held, at)
    return held[first - 1] if first else FIRST, held[first] if first < len(held) else LAST


def full() -> Shelf:
    """Return a shelf of every audience there is."""
    return _with(EMPTY, audiences.everyone(), {}, without=NOBODYS)


def _with(
    shelf: Shelf, read: Mapping[int, Audience], terms: Mapping[int, AgreementTerms], *, without: Set[int]
) -> Shelf:
    gone = without & shelf.audiences.keys()
    kept = {key: audience for key, audience in shelf.audiences.items() if key not in gone} if gone else shelf.audiences
    named = {audience.agreement.agreement_id: audience.agreement for audience in read.values() if audience.agreement}
    found = chain(map(of_audience, read.values()), map(of_terms, (*named.values(), *terms.values())))
    return Shelf(
        audiences={**kept, **read} if read or gone else shelf.audiences,
        terms={**shelf.terms, **named, **terms},
        concerning=_grouped(shelf.concerning, read, gone, _concerned),
        under=_grouped(shelf.under, read, gone, _agreed),
        instants=_merged(shelf.instants, frozenset(chain.from_iterable(found))),
    )


def _grouped(
    groups: Mapping[int, frozenset[int]],
    read: Mapping[int, Audience],
    gone: Set[int],
    group: Callable[[Audience], set[int]],
) -> dict[int, frozenset[int]]:
    added: dict[int, set[int]] = defaultdict(set)
    for audience_id, audience in read.items():
        for one in group(audience):
            added[one].add(audience_id)
    left = {one: held - gone for one, held in groups.items()} if gone else groups
    return {**left, **{one: left.get(one, NOBODYS) | ids for one, ids in added.items()}}


def _merged(held: tuple[datetime, ...], found: frozenset[datetime]) -> tuple[datetime, ...]:
    return tuple(sorted({*held, *found})) if found else held


def _concerned(audience: Audience) -> set[int]:
    return {audience.owner_id, *audience.agencies, *(one.agency_id for one in audience.disclosures)}


def _agreed(audience: Audience) -> set[int]:
    return {audience.agreement.agreement_id} if audience.agreement else set()
