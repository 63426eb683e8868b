"""Lists and searches the papers open to a person, with counts of what each filter would leave: of those papers only."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from django.db import connection
from django.db.models import Count, F, Func, Q, QuerySet
from django.utils import timezone

from fourpoint.access import trail
from fourpoint.access.context import Acting
from fourpoint.domain.markings import Marking
from fourpoint.domain.paging import cut
from fourpoint.records.library.models import DRAFT, ISSUED, WITHDRAWN, Comment, Paper, Version
from fourpoint.services.agencies.queries import agency_names
from fourpoint.services.files.keeping import find_words
from fourpoint.services.library import finding
from fourpoint.services.library.finding import Hit
from fourpoint.services.library.places import area_names, kind_names, threat_names
from fourpoint.services.library.queries import PaperLine, list_rows, make_lines

PAGE = 20
# A review is worth saying before its day.
SOON = timedelta(days=60)
STATE_WORDS = {ISSUED: "In use", DRAFT: "Draft", WITHDRAWN: "Withdrawn"}
DUE_WORDS = {"overdue": "Overdue", "soon": "Due within 60 days"}
# Around what was found; no text that is kept holds them.
_OPEN, _CLOSE, _PART = "\x02", "\x03", "\x04"
_HEADLINE = (
    f"SELECT ts_headline('{finding.ENGLISH}', left(words, 200000), %s::tsquery, %s) FROM (VALUES (%s)) AS held (words)"  # noqa: S608
)
_OPTIONS = (
    f'StartSel="{_OPEN}", StopSel="{_CLOSE}", FragmentDelimiter="{_PART}", MaxFragments=2, MaxWords=26, MinWords=10'
)


@dataclass(frozen=True, kw_only=True)
class PaperFilter:
    """
    Which papers are asked for; an empty choice leaves none out, but that withdrawn papers must be asked for.

    area, threat, kind  codes
    marking             "O" or "OS"
    owner               id of an agency
    due                 "overdue" or "soon"
    state               "draft", "issued" or "withdrawn"
    """

    words: str = ""
    area: str = ""
    threat: str = ""
    kind: str = ""
    marking: str = ""
    owner: int | None = None
    due: str = ""
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A piece of an excerpt; `is_hit` when it is what was sought."""

    text: str
    is_hit: bool


@dataclass(frozen=True, kw_only=True)
class FoundPaper:
    """A paper of a list; the excerpt is empty when nothing was sought, or only the title or file held it."""

    line: PaperLine
    comments: int
    excerpt: tuple[tuple[Piece, ...], ...] = ()
    in_comment: bool = False


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A value of a filter and how many papers it would leave, beside the other filters."""

    value: str
    name: str
    count: int


@dataclass(frozen=True, kw_only=True)
class PaperList:
    """One page of papers. `is_cut`: more was found than a search gives. choices: by the filter's name."""

    papers: tuple[FoundPaper, ...]
    total: int
    page: int
    pages: int
    is_cut: bool
    choices: Mapping[str, tuple[Choice, ...]]


def list_papers(who: Acting, asked: PaperFilter, *, page: int = 1) -> PaperList:
    """
    Return a page of the papers open to the person: the best found first, else the newest.

    raises  NothingToSearchFor when words are given that no search can use
    """
    hits = finding.find(asked.words) if asked.words else None
    best = _best(hits) if hits is not None else None
    rows = _filtered(list_rows(), asked, who=who, best=best)
    total = rows.count()
    part = cut(total, size=PAGE, number=page)
    shown = _page(rows, part.rows, best)
    if asked.words:
        trail.record_searched("paper", shown, words=asked.words, total=total)
    else:
        trail.record_listed("paper", shown, total=total)
    return PaperList(
        papers=_found(shown, asked, who=who, best=best),
        total=total,
        page=part.number,
        pages=part.pages,
        is_cut=hits is not None and len(hits) == finding.MOST_FOUND,
        choices=_choices(asked, who=who, best=best),
    )


# ----------------------------------------------------------------------------------------------------------------------


def _best(hits: Sequence[Hit]) -> dict[int, Hit]:
    """
    Each paper's hit, in the order of the best: hits come best first. The paper itself speaks before comments on it.
    """
    best: dict[int, Hit] = {}
    for hit in hits:
        held = best.setdefault(hit.paper_id, hit)
        if held.comment_id is not None and hit.comment_id is None:
            best[hit.paper_id] = hit
    return best


def _filtered(
    rows: QuerySet[Paper], asked: PaperFilter, *, who: Acting, best: Mapping[int, Hit] | None
) -> QuerySet[Paper]:
    today = timezone.localdate(who.at)
    conditions = Q(pk__in=list(best)) if best is not None else Q()
    conditions &= Q(state=asked.state) if asked.state else ~Q(state=WITHDRAWN)
    for given, condition in (
        (asked.area, Q(area_codes__contains=[asked.area])),
        (asked.threat, Q(threat=asked.threat)),
        (asked.kind, Q(kind=asked.kind)),
        (asked.marking, Q(audience__marking=asked.marking)),
        (asked.owner, Q(owner_id=asked.owner)),
        (asked.due == "overdue", Q(review_on__lte=today)),
        (asked.due == "soon", Q(review_on__gt=today, review_on__lte=today + SOON)),
    ):
        if given:
            conditions &= condition
    return rows.filter(conditions)


def _page(rows: QuerySet[Paper], part: slice, best: Mapping[int, Hit] | None) -> list[Paper]:
    if best is None:
        return list(rows.order_by("-made_at", "-id")[part])
    order = {paper_id: place for place, paper_id in enumerate(best)}
    ids = sorted(rows.values_list("pk", flat=True), key=lambda paper_id: order[paper_id])[part]
    return sorted(rows.filter(pk__in=ids), key=lambda row: order[row.pk])


def _found(
    shown: Sequence[Paper], asked: PaperFilter, *, who: Acting, best: Mapping[int, Hit] | None
) -> tuple[FoundPaper, ...]:
    lines = make_lines(list(shown), today=timezone.localdate(who.at))
    counted = Comment.objects.filter(paper__in=[row.pk for row in shown]).values_list("paper").annotate(Count("id"))
    comments = dict(counted)
    excerpts = _excerpts(asked.words, [best[row.pk] for row in shown]) if best is not None else {}
    return tuple(
        FoundPaper(
            line=line,
            comments=comments.get(line.paper_id, 0),
            excerpt=excerpts.get(line.paper_id, ()),
            in_comment=best is not None and best[line.paper_id].comment_id is not None,
        )
        for line in lines
    )


def _excerpts(words: str, hits: Sequence[Hit]) -> dict[int, tuple[tuple[Piece, ...], ...]]:
    texts = _texts(hits)
    with finding.sought(words) as query, connection.cursor() as cursor:
        found = {}
        for hit in hits:
            cursor.execute(_HEADLINE, [query, _OPTIONS, texts.get(hit.paper_id, "")])
            found[hit.paper_id] = _pieces(cursor.fetchone()[0])
    return found


def _texts(hits: Sequence[Hit]) -> dict[int, str]:
    """The text that each hit stands for, read under row security: the newest version's, or the comment's."""
    ids = [hit.paper_id for hit in hits if hit.comment_id is None]
    newest = Version.objects.filter(paper__in=ids, number=F("paper__versions"))
    said = Comment.objects.filter(pk__in=[hit.comment_id for hit in hits if hit.comment_id is not None])
    shown = list(newest.values_list("paper_id", "words", "held_id"))
    words = find_words({held_id for _, _, held_id in shown if held_id})
    return {paper_id: words.get(held_id, text) for paper_id, text, held_id in shown} | {
        paper_id: text for paper_id, text in said.values_list("paper_id", "text") if paper_id is not None
    }


def _pieces(headline: str) -> tuple[tuple[Piece, ...], ...]:
    """The parts of a headline, each in pieces; a headline without a hit is only the text's beginning, and left out."""
    if _OPEN not in headline:
        return ()
    return tuple(tuple(_split(part)) for part in headline.split(_PART))


def _split(part: str) -> list[Piece]:
    pieces = []
    before, *rest = part.split(_OPEN)
    for text, is_hit in [(before, False), *(one for held in rest for one in _hit(held))]:
        if text:
            pieces.append(Piece(text=text, is_hit=is_hit))
    return pieces


def _hit(held: str) -> tuple[tuple[str, bool], tuple[str, bool]]:
    hit, _, after = held.partition(_CLOSE)
    return (hit, True), (after, False)


def _choices(asked: PaperFilter, *, who: Acting, best: Mapping[int, Hit] | None) -> dict[str, tuple[Choice, ...]]:
    """Each filter's values among the papers that the other filters leave."""

    def count(name: str, column: str) -> dict[str, int]:
        others = replace(asked, **{name: None if name == "owner" else ""})  # type: ignore[arg-type]
        rows = _filtered(Paper.objects.all(), others, who=who, best=best).order_by()
        held = rows.annotate(value=Func(F(column), function="unnest") if name == "area" else F(column))
        return {str(value): number for value, number in held.values_list("value").annotate(Count("id"))}

    owners = count("owner", "owner_id")
    names = {str(agency_id): name for agency_id, name in agency_names(map(int, owners)).items()}
    return {
        "area": _named(count("area", "area_codes"), area_names()),
        "threat": _named(count("threat", "threat"), threat_names()),
        "kind": _named(count("kind", "kind"), kind_names()),
        "marking": _named(count("marking", "audience__marking"), {one.value: one.words for one in Marking}),
        "owner": _named(owners, names),
        "due": _due(asked, who=who, best=best),
        "state": _states(asked, who=who, best=best),
    }


def _named(counts: Mapping[str, int], names: Mapping[str, str]) -> tuple[Choice, ...]:
    """In the order of the names; a code that the catalogue or the data dropped since comes last, as it is."""
    order = [code for code in names if code in counts] + sorted(code for code in counts if code and code not in names)
    return tuple(Choice(value=code, name=names.get(code, code), count=counts[code]) for code in order)


def _due(asked: PaperFilter, *, who: Acting, best: Mapping[int, Hit] | None) -> tuple[Choice, ...]:
    return tuple(
        Choice(value=due, name=name, count=count)
        for due, name in DUE_WORDS.items()
        if (count := _filtered(Paper.objects.all(), replace(asked, due=due), who=who, best=best).count())
    )


def _states(asked: PaperFilter, *, who: Acting, best: Mapping[int, Hit] | None) -> tuple[Choice, ...]:
    return tuple(
        Choice(value=state, name=name, count=count)
        for state, name in STATE_WORDS.items()
        if (count := _filtered(Paper.objects.all(), replace(asked, state=state), who=who, best=best).count())
    )
