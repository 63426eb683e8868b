"""
Asks the index: what the person of the context may see of what is sought, the best first, and how much of each kind.

The search is itself a rule of row security of the index (docs/adr/0021), so it stands in settings of the transaction
for as long as it runs; its period stands apart, where the index can leap. It looks first at this quarter and the last:
where few answer, then at everything; where many do, no further; and between those at this year and the one before. What
it looked at is counted, and how far back that went is said. The newest RANKED are put in order of rank. What comes back
are numbers: who asks reads the records, under their own row security.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from django.db import connection

from fourpoint.access.context import somebody
from fourpoint.domain.linkage.variants import NONE, Variants
from fourpoint.domain.seeking import NothingToSearchFor, Term, name_keys

RANKED, PAGE, MOST_OF_A_FACET = 500, 20, 12
# Of what is found in this quarter and the last: from when on that is enough, and up to where everything is looked at.
ENOUGH, FEW = 250, 50
# Up to here the audiences that are open narrow the search in the index itself; beyond, row security alone does.
FEW_AUDIENCES = 24
ENGLISH, SIMPLE, _PLAIN = "pg_catalog.english", "pg_catalog.simple", "fourpoint_plain(%s)"
_FIND = """
    WITH met AS MATERIALIZED (
        SELECT id, kind, record_id, told_on, area_codes, threat, words FROM search_entry
        WHERE told_on >= %(since)s AND told_on <= %(until)s),
    newest AS (SELECT * FROM met ORDER BY told_on DESC, id DESC LIMIT %(ranked)s),
    best AS (
        SELECT id, kind, record_id, told_on, ts_rank(words, %(words)s::tsquery) AS rank FROM newest
        ORDER BY rank DESC, told_on DESC, id DESC LIMIT %(page)s OFFSET %(start)s),
    counted AS (
        SELECT kind, threat, extract(year FROM told_on)::int AS year, area_codes, count(*) AS number FROM met
        GROUP BY kind, threat, year, area_codes)
    SELECT '' AS facet, kind AS value, record_id AS number, id FROM best
    UNION ALL (SELECT 'kind', kind, sum(number), NULL FROM counted GROUP BY kind)
    UNION ALL (SELECT 'threat', threat, sum(number), NULL FROM counted WHERE threat <> '' GROUP BY threat)
    UNION ALL (SELECT 'year', year::text, sum(number), NULL FROM counted GROUP BY year)
    UNION ALL (
        SELECT 'area', area, sum(number), NULL FROM counted, unnest(area_codes) AS area GROUP BY area)
"""
# In one message: the settings are there for that one query, and gone with the savepoint. By the index also while the
# table is small, with room to keep every row it meets apart; and what the person sent is hers to find.
_ASK = """
    SAVEPOINT seeking;
    SELECT set_config('fourpoint.sought', %(query)s, true), set_config('fourpoint.sought_in', %(period)s, true),
        set_config('fourpoint.outbox', 'on', true), set_config('enable_seqscan', 'off', true),
        set_config('work_mem', '64MB', true);
    {asked};
    ROLLBACK TO SAVEPOINT seeking;
    RELEASE SAVEPOINT seeking
"""
_ALL = "SELECT id, kind, record_id FROM search_entry ORDER BY told_on DESC, id DESC LIMIT %(most)s"


@dataclass(frozen=True, kw_only=True)
class Sought:
    """
    A search as the index takes it.

    words   PostgreSQL's text of what ranks; empty when the search only narrows
    narrow  what must be met besides, as `k=report`, each a set of which one must be met
    """

    words: str
    narrow: tuple[frozenset[str], ...] = ()
    since: date = date.min
    until: date = date.max

    @property
    def is_of_a_period(self) -> bool:
        """Whether a period is asked for, which is then looked at whole."""
        return (self.since, self.until) != (date.min, date.max)


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A record that was found, by its kind and number; `entry_id` is that of its entry in the index."""

    entry_id: int
    kind: str
    record_id: int


@dataclass(frozen=True, kw_only=True)
class Finding:
    """
    One page of what was found, the best first.

    total   how many are open to the person and meet the search, as far back as it went
    facets  by "kind", "threat", "year" and "area": how many of them there are of each value
    back_to the day back to which it was counted and ranked, where that was not all; None where it was
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    back_to: date | None = None


def find(sought: Sought, *, page: int = 1) -> Finding:
    """Return a page of what the person of the context may see of what is sought, what she sent among it."""
    query, (lately, since) = make_query(sought), _lately(somebody().at.date())
    if sought.is_of_a_period:
        return _look(sought, query, page)
    found = _look(sought, query, page, period=lately)
    if found.total <= FEW:
        return _look(sought, query, page)
    if found.total >= ENOUGH:
        return replace(found, back_to=since)
    years = " | ".join(_lexeme(f"y={year}") for year in (since.year - 1, since.year, since.year + 1))
    return replace(_look(sought, query, page, period=years), back_to=date(since.year - 1, 1, 1))


def find_all(sought: Sought, *, most: int = RANKED) -> tuple[Hit, ...]:
    """Return the newest of what is sought and open, without rank; for looking what is new."""
    rows = ask(_ALL, {"most": most}, query=make_query(sought))
    return tuple(Hit(entry_id=entry, kind=kind, record_id=number) for entry, kind, number in rows)


def ask(asked: str, given: Mapping[str, str | int | date], *, query: str, period: str = "") -> list[Any]:
    """
    Return the rows of a query of the index, which answers with what is open and meets both texts of a tsquery.

    period  what must be met besides and lies together in the index, as its quarters or years; empty: nothing besides
    """
    with connection.cursor() as cursor:
        cursor.execute(_ASK.format(asked=asked), {**given, "query": query, "period": period})
        # The savepoint and the settings come before it.
        cursor.nextset()
        cursor.nextset()
        return list(cursor.fetchall())


def make_query(sought: Sought) -> str:
    """Return all of a search as the text of a tsquery: its words, what narrows it, and what little is open."""
    return " & ".join(f"({part})" for part in (sought.words, _narrowing(sought), _open()) if part)


def make_words(terms: Sequence[Term], variants: Variants = NONE) -> str:
    """
    Return the terms as the text of a tsquery.

    raises  NothingToSearchFor when only words are sought that stand in every text
    """
    held = zip(_cut(terms), terms, strict=True)
    said = [(part, term) for cut, term in held if (part := _either([cut, *_keys(term, variants)]))]
    wanted, place = [], 0
    while place < len(said):
        part, term = said[place]
        if term.near and place + 1 < len(said) and not said[place + 1][1].is_left_out:
            wanted.append(_near(part, said[place + 1][0], term.near))
            place += 2
            continue
        if not term.is_left_out:
            wanted.append(part)
        place += 1
    if not wanted:
        raise NothingToSearchFor("Those words stand in almost every text: search for one that is rarer.")
    left_out = [f"!({part})" for part, term in said if term.is_left_out]
    return " & ".join([f"({part})" for part in wanted] + left_out)


# ----------------------------------------------------------------------------------------------------------------------


def _cut(terms: Sequence[Term]) -> list[str]:
    """Each term as English cuts its words, as the text of a tsquery; empty where it takes none of them for a word."""
    asked, given = [], list[str]()
    for term in terms:
        if term.begins:
            # As it was typed, and as English cuts it: "jones*" must find "Jones", which is kept as "jone".
            asked.append(f"(to_tsquery('{SIMPLE}', {_PLAIN}) || to_tsquery('{ENGLISH}', {_PLAIN}))::text")
            given += [_lexeme(term.text) + ":*"] * 2
        else:
            function = "phraseto_tsquery" if term.is_phrase or term.key else "plainto_tsquery"
            asked.append(f"{function}('{ENGLISH}', {_PLAIN})::text")
            given.append(term.text)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(asked)}", given)
        return [str(part) for part in cursor.fetchone()]


def _keys(term: Term, variants: Variants) -> list[str]:
    held = {f"d={term.key}"} if term.key else name_keys(term.text, variants) if term.alike else set()
    return [_lexeme(key) for key in sorted(held)]


def _look(sought: Sought, query: str, page: int, *, period: str = "") -> Finding:
    given: dict[str, str | int | date] = {
        "words": sought.words or _narrowing(sought),
        "since": sought.since,
        "until": sought.until,
        "ranked": RANKED,
        "page": PAGE,
        "start": (page - 1) * PAGE,
    }
    rows = ask(_FIND, given, query=query, period=period)
    facets: dict[str, dict[str, int]] = defaultdict(dict)
    for facet, value, number, _ in rows:
        if facet:
            facets[facet][value] = int(number)
    return Finding(
        hits=tuple(
            Hit(entry_id=entry, kind=kind, record_id=int(number)) for facet, kind, number, entry in rows if not facet
        ),
        total=sum(facets["kind"].values()),
        facets={facet: counts for facet, counts in facets.items() if counts},
    )


def _lately(today: date) -> tuple[str, date]:
    """This quarter and the last, and the next for slips of the pen, as the text of a tsquery; and when they begin."""
    number = today.year * 4 + (today.month - 1) // 3
    quarters = [_lexeme(f"q={one // 4}-{one % 4 + 1}") for one in (number - 1, number, number + 1)]
    return " | ".join(quarters), date((number - 1) // 4, (number - 1) % 4 * 3 + 1, 1)


def _near(one: str, other: str, most: int) -> str:
    """Either before the other, with at most so many words between."""
    return _either([f"({a}) <{gap}> ({b})" for a, b in ((one, other), (other, one)) for gap in range(1, most + 2)])


def _either(parts: Iterable[str]) -> str:
    held = [part for part in parts if part]
    return " | ".join(f"({part})" for part in held) if len(held) > 1 else "".join(held)


def _narrowing(sought: Sought) -> str:
    return " & ".join(f"({_either(map(_lexeme, sorted(one)))})" for one in sought.narrow)


def _open() -> str:
    """What is open to the person, where that is little: then the index need not bring what row security throws away."""
    who = somebody()
    if len(who.readable) > FEW_AUDIENCES:
        return ""
    return _either([_lexeme(f"p={who.actor.person_id}"), *(_lexeme(f"a={one}") for one in who.readable)])


def _lexeme(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "''") + "'"
