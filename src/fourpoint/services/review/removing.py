"""Removes a record with all that hangs on it, and looks afterwards whether anything is left."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from fourpoint.access.kinds import Kind
from fourpoint.domain.errors import Broken
from fourpoint.records.marked import MarkedRecord
from fourpoint.services.review.hooks import HOOKS


@dataclass(frozen=True, kw_only=True)
class Removed:
    """What went: row numbers by table, the record's own last; how many tables were looked at."""

    rows: dict[str, tuple[int, ...]]
    checked: int


def remove_record(kind: Kind, row: MarkedRecord) -> Removed:
    """
    Remove the record, its parts in their order and what hooks name, and check that nothing of it is there any more.

    raises  Broken when something is left: then nothing was removed, since the transaction goes back
    """
    number = int(row.pk)
    rows: dict[str, tuple[int, ...]] = {}
    for hook in HOOKS:
        rows[hook.table] = hook.remove(kind.code, number)
    for part in kind.parts:
        rows[part.model._meta.label_lower] = _delete(part.model._default_manager.filter(**{part.field: number}))
    rows[kind.code] = _delete(kind.model._default_manager.filter(pk=number))
    return Removed(
        rows={table: numbers for table, numbers in rows.items() if numbers},
        checked=_check_gone(kind, number),
    )


def _delete(rows: "QuerySet[Any]") -> tuple[int, ...]:
    numbers = tuple(rows.values_list("pk", flat=True))
    # By their numbers: a join within the deletion has PostgreSQL compare every row with every other.
    rows.model._default_manager.filter(pk__in=numbers).delete()
    return numbers


def _check_gone(kind: Kind, number: int) -> int:
    """Look through every table that the record had rows in; return how many that were."""
    found = [hook.table for hook in HOOKS if hook.remove(kind.code, number)]
    found += [
        part.model._meta.label_lower
        for part in kind.parts
        if part.model._default_manager.filter(**{part.field: number}).exists()
    ]
    if kind.model._default_manager.filter(pk=number).exists():
        found.append(kind.code)
    if found:
        raise Broken(f"A disposal left rows in {', '.join(found)}: nothing was removed.")
    return len(HOOKS) + len(kind.parts) + 1
