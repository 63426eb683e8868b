"""
Asks the index: what the person of the context may see of what is sought, the best first, and how much of each kind.

The search is itself a rule of row security of the index (docs/adr/0020), so it stands in a setting of the transaction
for as long as it runs. It looks first at this quarter and the last: where few answer, then at everything; where very
many do, no further; and between those at this year and the one before. What it looked at is counted, and how far back
that went is said. The newest RANKED are put in order of rank. What comes back are numbers: who asks reads the records,
under their own row security.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date

from django.db import connection

from fourpoint.access import outbox
from fourpoint.access.context import somebody
from fourpoint.domain.linkage.variants import NONE, Variants
from fourpoint.domain.seeking import NothingToSearchFor, Term, name_keys

RANKED, PAGE, MOST_OF_A_FACET = 1_000, 20, 12
# Of what is found in this quarter and the last: from when on that is enough, and up to where everything is looked at.
ENOUGH, FEW = 1_000, 200
# Up to here the audiences that are open narrow the search in the index itself; beyond, row security alone does.
FEW_AUDIENCES = 24
SETTING = "fourpoint.sought"
ENGLISH = "pg_catalog.english"
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
_BEGIN = """
    SELECT current_setting('enable_seqscan'), current_setting('work_mem'), set_config(%s, %s, true),
        set_config('enable_seqscan', 'off', true), set_config('work_mem', '64MB', true)
"""
_END = """
    SELECT set_config(%s, '', true), set_config('enable_seqscan', %s, true), set_config('work_mem', %s, true)
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
    lately, since = _lately(somebody().at.date())
    with asking(sought) as query:
        if sought.is_of_a_period:
            return _look(sought, query, page)
        found = _look(sought, f"{query} & ({lately})", page)
        if found.total <= FEW:
            return _look(sought, query, page)
        if found.total >= ENOUGH:
            return replace(found, back_to=since)
        years = " | ".join(_lexeme(f"y={year}") for year in (since.year - 1, since.year, since.year + 1))
        return replace(_look(sought, f"{query} & ({years})", page), back_to=date(since.year - 1, 1, 1))


def find_all(sought: Sought, *, most: int = RANKED) -> tuple[Hit, ...]:
    """Return the newest of what is sought and open, without rank; for looking what is new."""
    with asking(sought), connection.cursor() as cursor:
        cursor.execute(_ALL, {"most": most})
        return tuple(Hit(entry_id=entry, kind=kind, record_id=number) for entry, kind, number in cursor.fetchall())


@contextmanager
def asking(sought: Sought) -> Iterator[str]:
    """Let the index answer this search within the block, and give the search as the text of a tsquery."""
    query = " & ".join(f"({part})" for part in (sought.words, _narrowing(sought), _open()) if part)
    with outbox.own_sendings(), connection.cursor() as cursor:
        # By the index also while the table is small, and with room to keep every row it meets apart.
        cursor.execute(_BEGIN, [SETTING, query])
        before = cursor.fetchone()
        yield query
        cursor.execute(_END, [SETTING, *before[:2]])


def make_words(terms: Iterable[Term], variants: Variants = NONE) -> str:
    """
    Return the terms as the text of a tsquery.

    raises  NothingToSearchFor when only words are sought that stand in every text
    """
    said = [(held, term) for term in terms if (held := _part(term, variants))]
    wanted, place = [], 0
    while place < len(said):
        held, term = said[place]
        if term.near and place + 1 < len(said) and not said[place + 1][1].is_left_out:
            wanted.append(_near(held, said[place + 1][0], term.near))
            place += 2
            continue
        if not term.is_left_out:
            wanted.append(held)
        place += 1
    if not wanted:
        raise NothingToSearchFor("Those words stand in almost every text: search for one that is rarer.")
    left_out = [f"!({held})" for held, term in said if term.is_left_out]
    return " & ".join([f"({part})" for part in wanted] + left_out)


# ----------------------------------------------------------------------------------------------------------------------


def _part(term: Term, variants: Variants) -> str:
    if term.key:
        return _either([_lexeme(f"d={term.key}"), _ask("phraseto_tsquery", term.text)])
    if term.begins:
        begun = _lexeme(term.text) + ":*"
        # As it was typed, and as English cuts it: "jones*" must find "Jones", which is kept as "jone".
        return _ask("to_tsquery", begun, also="pg_catalog.simple")
    held = _ask("phraseto_tsquery" if term.is_phrase else "plainto_tsquery", term.text)
    keys = name_keys(term.text, variants) if term.alike else frozenset()
    return _either([held, *map(_lexeme, sorted(keys))])


def _look(sought: Sought, query: str, page: int) -> Finding:
    given: dict[str, str | int | date] = {
        "words": sought.words or _narrowing(sought),
        "since": sought.since,
        "until": sought.until,
        "ranked": RANKED,
        "page": PAGE,
        "start": (page - 1) * PAGE,
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [SETTING, query])
        cursor.execute(_FIND, given)
        rows = cursor.fetchall()
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


def _ask(function: str, text: str, *, also: str = "") -> str:
    made = f"{function}('{ENGLISH}', fourpoint_plain(%s))"
    other = f" || {function}('{also}', fourpoint_plain(%s))" if also else ""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT ({made}{other})::text", [text, text] if also else [text])
        return str(cursor.fetchone()[0])
