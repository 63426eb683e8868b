"""Makes a page of what was found: records read under row security, with excerpts, and counts of the visible alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from fourpoint.access import trail
from fourpoint.access.context import Acting
from fourpoint.access.outbox import own_sendings
from fourpoint.domain.seeking import words_of
from fourpoint.records.marked import MarkedRecord
from fourpoint.services.agencies.queries import agency_names
from fourpoint.services.disclosure.pointers import PointerCard, find_about
from fourpoint.services.library.places import area_names, threat_names
from fourpoint.services.search import finding
from fourpoint.services.search.asking import Asked, check_reason, make_sought
from fourpoint.services.search.finding import PAGE, RANKED, Finding, Hit
from fourpoint.services.search.given import Given, read_given
from fourpoint.services.search.highlights import Excerpt, find_excerpt
from fourpoint.services.search.kinds import KINDS, Place, many_names
from fourpoint.services.search.places import FoundPlace, find_places, names_in
from fourpoint.services.subjects.words import variants

SENT, DISSEMINATION = "sent", "dissemination"
LAST_PAGE = RANKED // PAGE


@dataclass(frozen=True, kw_only=True)
class Line:
    """
    A record that was found.

    place    kind and number of the record whose page shows it; with a reference, kind "sent" for what the reader sent,
             and kind "dissemination" for what was given
    marking  its words; empty for what the reader sent to another agency
    """

    kind: str
    title: str
    place: Place
    area: str
    marking: str
    owner: str
    made_on: date
    excerpt: Excerpt


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A value of a filter, and how many of what was found have it."""

    value: str
    name: str
    count: int


@dataclass(frozen=True, kw_only=True)
class Page:
    """
    One page of what was found, the best first.

    total     how many are open to the reader; where that is very many, back to the day `back_to` and no further
    choices   by filter: "kind", "area", "threat", "year"
    places    profiles and neighbourhoods whose names were sought
    pointers  what other agencies say they hold about an area or a threat that was sought
    """

    lines: tuple[Line, ...]
    total: int
    page: int
    pages: int
    back_to: date | None
    choices: Mapping[str, tuple[Choice, ...]]
    places: tuple[FoundPlace, ...] = ()
    pointers: tuple[PointerCard, ...] = ()


def search(who: Acting, asked: Asked, *, page: int = 1) -> Page:
    """
    Return a page of everything the person may see that answers the search, and record that she searched.

    raises  NothingToSearchFor; ReasonMissing; Unusable, each with a sentence for her
    """
    sought = make_sought(asked)
    check_reason(asked)
    found = finding.find(sought, page=page)
    rows = _read(found.hits)
    given = read_given(found.hits)
    open_rows = {kind: [row for row in held.values() if row.audience_id in who.readable] for kind, held in rows.items()}
    for one in given.values():
        open_rows.setdefault(one.kind, []).append(one.row)
    trail.record_sought(open_rows, words=_told(asked), total=found.total, reason=asked.reason[:500])
    words = words_of(asked.terms())
    return Page(
        lines=_lines(who, found.hits, rows, given, asked, sought.words),
        total=found.total,
        page=page,
        pages=max(1, -(-min(found.total, RANKED) // PAGE)),
        back_to=found.back_to,
        choices=_choices(found),
        places=find_places(words) if page == 1 and words else (),
        pointers=_pointers(who, asked, words) if page == 1 else (),
    )


# ----------------------------------------------------------------------------------------------------------------------


def _read(hits: tuple[Hit, ...]) -> dict[str, dict[int, MarkedRecord]]:
    """The records themselves: row security checks each again, and what it keeps back is not shown."""
    with own_sendings():
        return {
            kind: {row.pk: row for row in KINDS[kind].kind.model._default_manager.filter(pk__in=numbers)}
            for kind in {hit.kind for hit in hits} & KINDS.keys()
            for numbers in [[hit.record_id for hit in hits if hit.kind == kind]]
        }


def _lines(
    who: Acting,
    hits: tuple[Hit, ...],
    rows: Mapping[str, Mapping[int, MarkedRecord]],
    given: Mapping[tuple[str, int], Given],
    asked: Asked,
    words: str,
) -> tuple[Line, ...]:
    numbers = {row.owner_id for held in rows.values() for row in held.values()}
    owners = agency_names(numbers | {one.owner_id for one in given.values()})
    terms, spelt = asked.terms(), variants()
    with own_sendings():
        titles = {kind: KINDS[kind].titles_of(list(held.values())) for kind, held in rows.items()}
        lines = []
        for hit in hits:
            row, one = rows.get(hit.kind, {}).get(hit.record_id), given.get((hit.kind, hit.record_id))
            if row is not None:
                excerpt = find_excerpt(KINDS[hit.kind].kind.texts(row), words, terms, spelt)
                lines.append(_of_record(who, hit, row, titles[hit.kind][row.pk], owners[row.owner_id], excerpt))
            elif one is not None:
                lines.append(_of_given(hit, one, owners[one.owner_id], find_excerpt(one.texts, words, terms, spelt)))
    return tuple(lines)


def _of_record(who: Acting, hit: Hit, row: MarkedRecord, title: str, owner: str, excerpt: Excerpt) -> Line:
    shown, audience = KINDS[hit.kind], who.readable.get(row.audience_id)
    place = shown.place(row)
    return Line(
        kind=hit.kind,
        title=title,
        place=place if audience else (SENT, place[1]),
        area=shown.kind.area(row),
        marking=audience.marking.words if audience else "",
        owner=owner,
        made_on=timezone.localdate(row.made_at),
        excerpt=excerpt,
    )


def _of_given(hit: Hit, one: Given, owner: str, excerpt: Excerpt) -> Line:
    return Line(
        kind=hit.kind,
        title=one.title,
        place=(DISSEMINATION, one.reference),
        area="",
        marking=one.marking,
        owner=owner,
        made_on=timezone.localdate(one.at),
        excerpt=excerpt,
    )


def _told(asked: Asked) -> str:
    """The search as the trail keeps it: words as typed, and what narrowed them by codes."""
    narrowed = [f"{name}: {value}" for name, value in asked.kept().items() if name != "words"]
    return "; ".join(part for part in (asked.words.strip(), *narrowed) if part)


def _choices(found: Finding) -> dict[str, tuple[Choice, ...]]:
    names = {
        "kind": many_names(),
        "area": area_names(),
        "threat": threat_names(),
        "year": {},
    }
    return {facet: _named(facet, found.facets.get(facet, {}), known) for facet, known in names.items()}


def _named(facet: str, counts: Mapping[str, int], names: Mapping[str, str]) -> tuple[Choice, ...]:
    """The commonest first, years from the newest."""
    order = sorted(counts, key=lambda code: code if facet == "year" else "", reverse=True)
    order.sort(key=lambda code: 0 if facet == "year" else -counts[code])
    kept = order[: finding.MOST_OF_A_FACET]
    return tuple(Choice(value=code, name=names.get(code, code), count=counts[code]) for code in kept)


def _pointers(who: Acting, asked: Asked, words: tuple[str, ...]) -> tuple[PointerCard, ...]:
    areas = {asked.area} - {""} | set(names_in(words, area_names()))
    threats = {asked.threat} - {""} | set(names_in(words, threat_names()))
    return find_about(who, areas=areas, threats=threats)
