"""
How each kind that the index holds is shown.

A word that adds a kind adds a line here, and one declaration in a migration (`records.indexed`); where its page is,
`web.frame.records` says.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from fourpoint.access.kinds import Kind
from fourpoint.records.marked import MarkedRecord
from fourpoint.records.subjects.models import Statement, Subject
from fourpoint.services.marked.kinds import find_kind
from fourpoint.services.search.given import NAMES
from fourpoint.services.subjects.words import KIND_WORDS, labels

Place = tuple[str, int | str]


def _itself(kind: str) -> Callable[[Any], Place]:
    return lambda row: (kind, row.pk)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """
    A kind that is found.

    many    its name in the plural, as a heading has it
    place   kind and number (or reference) of the record whose page shows it
    titles  the titles of some of its rows by their number; None takes what the kind says
    """

    code: str
    many: str
    place: Callable[[Any], Place]
    titles: Callable[[Iterable[Any]], dict[int, str]] | None = None

    @property
    def kind(self) -> Kind:
        """The kind of marked record."""
        return find_kind(self.code)

    def titles_of(self, rows: list[MarkedRecord]) -> dict[int, str]:
        """Return the titles of these rows by their number."""
        return self.titles(rows) if self.titles else {row.pk: self.kind.title(row) for row in rows}


def _of_subjects(rows: Iterable[Statement]) -> dict[int, str]:
    held = list(rows)
    called = labels(row.subject_id for row in held)
    kinds = dict(Subject.objects.filter(pk__in=called).values_list("pk", "kind"))
    words = {number: f"{KIND_WORDS.get(kinds.get(number, ''), 'Subject')}: {name}" for number, name in called.items()}
    return {row.pk: words.get(row.subject_id, "A subject") for row in held}


def _subjects(rows: Iterable[Subject]) -> dict[int, str]:
    held = list(rows)
    called = labels(row.pk for row in held)
    return {row.pk: f"{KIND_WORDS[row.kind]}: {called.get(row.pk, row.reference)}" for row in held}


KINDS: dict[str, Shown] = {
    one.code: one
    for one in (
        Shown(code="report", many="Intelligence reports", place=_itself("report")),
        Shown(code="submission", many="Submissions", place=lambda row: ("submission", row.reference)),
        Shown(code="requirement", many="Requirements", place=_itself("requirement")),
        Shown(code="subject", many="Subjects", place=_itself("subject"), titles=_subjects),
        Shown(
            code="statement",
            many="What is stated of subjects",
            place=lambda row: ("subject", row.subject_id),
            titles=_of_subjects,
        ),
        Shown(code="product", many="Intelligence products", place=_itself("product")),
        Shown(code="paper", many="Library papers", place=_itself("paper")),
        Shown(code="comment", many="Comments on papers", place=_itself("comment")),
        Shown(code="commentary", many="Commentary on profiles", place=_itself("commentary")),
    )
}


def many_names() -> dict[str, str]:
    """Return the name of each kind of entry as a heading has it, by its code."""
    return {code: one.many for code, one in KINDS.items()} | dict(NAMES)


def name_of(code: str) -> str:
    """Return what one of that kind is called."""
    return NAMES.get(code) or KINDS[code].kind.name.capitalize()
