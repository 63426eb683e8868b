"""
Leaves unsaid that somebody is a suspect, to whoever may not read everything that the person is said to be.

A statement that the person is a child, a victim or a witness may be closed to the reader; so she is told of no suspect
of whom any category at all stands where she may not read, whichever it is, or by a judgement that is closed to her. The
statement is then missing from every list, page, count and copy as if it had not been made: nothing says that it is left
out, or what bars it. Work without a page (a report that moves, its disposal, a search for the person who asks what is
held of them) takes every statement as ever.
"""

from collections.abc import Collection
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from fourpoint.records.subjects.models import Statement

SUSPECT = "suspect"
_BARRED = """
    SELECT number FROM (
        SELECT * FROM fourpoint_categories_standing(%(ids)s) EXCEPT SELECT * FROM fourpoint_categories_open(%(ids)s)
    ) AS closed WHERE said <> %(suspect)s
"""
_SUSPECTS = "SELECT statement, subject FROM fourpoint_suspects_of(%(ids)s)"


def shown(rows: QuerySet[Statement]) -> QuerySet[Statement]:
    """Return those statements without the ones that call somebody a suspect of whom the reader may not read all."""
    suspects = set(rows.filter(category=SUSPECT).values_list("subject_id", flat=True))
    closed = barred(suspects)
    return rows.exclude(category=SUSPECT, subject_id__in=closed) if closed else rows


def barred(subject_ids: Collection[int]) -> frozenset[int]:
    """Return those of whom some category, other than that they are a suspect, stands where the reader may not read."""
    return frozenset(number for (number,) in _ask(_BARRED, subject_ids))


def barred_statements(statement_ids: Collection[int]) -> frozenset[int]:
    """Return those statements, open to the reader or not, that call somebody a suspect who is barred to her."""
    suspects: dict[int, int] = dict(_ask(_SUSPECTS, statement_ids))
    closed = barred(set(suspects.values()))
    return frozenset(number for number, subject_id in suspects.items() if subject_id in closed)


def _ask(query: str, ids: Collection[int]) -> list[Any]:
    if not ids:
        return []
    with connection.cursor() as cursor:
        cursor.execute(query, {"ids": sorted(ids), "suspect": SUSPECT})
        return list(cursor.fetchall())
