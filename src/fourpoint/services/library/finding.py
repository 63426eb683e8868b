"""
Keeps the index of words and searches it: words, "phrases", prefix* and -left out. Gives ids; who asks reads the rows.

PostgreSQL may not try `words @@ query` before the rule of row security, since that operator is not declared leakproof,
and so would read every row that is open. The search is therefore itself a rule of row security of the index (see the
second migration of `records.library`): it stands in a setting of the transaction for as long as it runs.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import OperationalError, connection, transaction

from fourpoint.domain.errors import Unusable
from fourpoint.records.library.models import Comment, Version

# PostgreSQL's own English, so that every server, with or without contrib, cuts words alike.
ENGLISH, SIMPLE = "pg_catalog.english", "pg_catalog.simple"
LONGEST_SEARCH, MOST_TERMS, MOST_FOUND = 200, 20, 1_000
# A tsvector holds a megabyte. Text of a person repeats its words and fits; where it does not, its beginning does.
LONGEST_INDEXED, SURELY_INDEXED = 1_000_000, 150_000
SETTING = "fourpoint.sought"
_TERM = re.compile(r'(-?)(?:"([^"]*)"?|([^\s"]+))')
_SIGNS = re.compile(r"[^\w'’.@/-]+")
_INSERT = f"""
    INSERT INTO library_indexentry (audience_id, version_id, comment_id, content_id, words) VALUES (%s, %s, %s, %s,
        setweight(to_tsvector('{ENGLISH}', %s), 'A') || setweight(to_tsvector('{ENGLISH}', %s), 'B')
        || setweight(to_tsvector('{ENGLISH}', %s), 'D') || setweight(to_tsvector('{SIMPLE}', %s), 'D'))
"""  # noqa: S608
# The newest version of each paper and every comment; best first, and the newest first among equals.
_FOUND = """
    SELECT coalesce(version.paper_id, comment.paper_id) AS paper_id, entry.comment_id,
        ts_rank(entry.words, fourpoint_sought()) AS rank
    FROM library_indexentry entry
    LEFT JOIN library_version version ON version.id = entry.version_id
    LEFT JOIN library_comment comment ON comment.id = entry.comment_id
    JOIN library_paper paper ON paper.id = coalesce(version.paper_id, comment.paper_id)
    WHERE entry.comment_id IS NOT NULL OR version.number = paper.versions
    ORDER BY rank DESC, paper.id DESC, entry.id DESC
    LIMIT %s
"""


class NothingToSearchFor(Unusable):
    """The search holds no word that a search can use."""


@dataclass(frozen=True, kw_only=True)
class Term:
    """One term of a search; `text` holds words, of which the last is only begun when `begins` is true."""

    text: str
    begins: bool = False
    is_phrase: bool = False
    is_left_out: bool = False


@dataclass(frozen=True, kw_only=True)
class Hit:
    """A paper that was found, by its newest version or, where comment_id is set, by a comment on it."""

    paper_id: int
    comment_id: int | None
    rank: float


def read_terms(text: str) -> tuple[Term, ...]:
    """Return the terms of a search as typed; raises NothingToSearchFor when there is none to look for."""
    if len(text) > LONGEST_SEARCH:
        raise Unusable(f"The search is too long: {LONGEST_SEARCH} characters are the most.")
    terms = tuple(term for found in _TERM.finditer(text) if (term := _term(found)).text)
    if not any(not term.is_left_out for term in terms):
        raise NothingToSearchFor("Type a word to search for.")
    return terms[:MOST_TERMS]


def find(text: str) -> tuple[Hit, ...]:
    """
    Return what the person of the context may see of what was sought, best first, at most MOST_FOUND.

    raises  NothingToSearchFor when only words are sought that stand in every text
    """
    with sought(text), connection.cursor() as cursor:
        cursor.execute(_FOUND, [MOST_FOUND])
        return tuple(Hit(paper_id=row[0], comment_id=row[1], rank=row[2]) for row in cursor.fetchall())


@contextmanager
def sought(text: str) -> Iterator[str]:
    """Let the index answer this search within the block, and give the search in PostgreSQL's own words."""
    query = _query(read_terms(text))
    if not query:
        raise NothingToSearchFor("Those words stand in almost every text: search for one that is rarer.")
    _set(query)
    try:
        yield query
    finally:
        _set("")


def index_version(version: Version, *, title: str, summary: str, words: str) -> None:
    """Take the words of a new version into the index, with those of its paper's title and summary."""
    name = _SIGNS.sub(" ", version.file_name.rpartition(".")[0]).replace("_", " ").replace("-", " ")
    found_by = (version.audience_id, version.pk, None, version.held_id)
    _insert(found_by, texts=(title, summary, f"{name}\n{words}"))


def index_comment(comment: Comment) -> None:
    """Take the words of a new comment into the index."""
    _insert((comment.audience_id, None, comment.pk, None), texts=("", "", comment.text))


# ----------------------------------------------------------------------------------------------------------------------


def _term(found: re.Match[str]) -> Term:
    phrase = found[2]
    typed = found[3] if phrase is None else phrase
    return Term(
        text=" ".join(_SIGNS.sub(" ", typed).split()),
        begins=phrase is None and typed.endswith("*"),
        is_phrase=phrase is not None,
        is_left_out=bool(found[1]),
    )


def _query(terms: tuple[Term, ...]) -> str:
    """Return the search as the text of a tsquery; empty when no term says anything."""
    said = [part for part in map(_part, terms) if part]
    wanted = [part for part, left_out in said if not left_out]
    if not wanted:
        return ""
    left_out = [f"!({part})" for part, is_left_out in said if is_left_out]
    return " & ".join([f"({part})" for part in wanted] + left_out)


def _part(term: Term) -> tuple[str, bool] | None:
    if term.begins:
        begun = "'" + term.text.replace("\\", "").replace("'", "''") + "':*"
        # As it was typed, and as English cuts it: "licensi*" must find "licensing", which is kept as "licens".
        held = _ask(f"SELECT (to_tsquery('{SIMPLE}', %s) || to_tsquery('{ENGLISH}', %s))::text", begun, begun)
    else:
        name = "phraseto_tsquery" if term.is_phrase else "plainto_tsquery"
        held = _ask(f"SELECT {name}('{ENGLISH}', %s)::text", term.text)
    return (held, term.is_left_out) if held else None


def _ask(query: str, *given: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(query, given)
        row = cursor.fetchone()
        return str(row[0]) if row else ""


def _insert(ids: tuple[int | None, ...], *, texts: tuple[str, str, str]) -> None:
    """
    Index title, summary and text: as English cuts the words, and as they are, for searches by their beginnings.

    ids  of audience, version, comment and content, as far as there are any
    """
    for longest in (LONGEST_INDEXED, SURELY_INDEXED):
        title, summary, text = (said.encode()[:longest].decode(errors="ignore") for said in texts)
        whole = f"{title}\n{summary}\n{text}"
        # Without RETURNING: the new row answers no search that is under way, and so may not be read back.
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(_INSERT, [*ids, title, summary, text, whole])
            return
        except OperationalError:
            if longest == SURELY_INDEXED:
                raise


def _set(query: str) -> None:
    """Set the search, and have it go by the index also while the table is small: reading each text costs more."""
    by_index = "off" if query else "on"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(%s, %s, true), set_config('enable_seqscan', %s, true)", [SETTING, query, by_index]
        )
