"""What a product cites, as far as each source is open to its reader, and the key of the grades of all of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from fourpoint.domain.grading import Grade, GradeKey, InformationGrade, LegacyGrade, SourceGrade, grade_key
from fourpoint.domain.sharing import Handling
from fourpoint.records.intelligence.models import Report
from fourpoint.records.products.models import FIGURE, REPORT, STATEMENT, Citation, Product
from fourpoint.records.profiles.models import Edition
from fourpoint.records.subjects.models import Statement
from fourpoint.services.intelligence.reading import meanings
from fourpoint.services.products.figures import Named
from fourpoint.services.subjects.barring import barred_statements

OPEN, CLOSED, GONE = "open", "closed", "gone"


@dataclass(frozen=True, kw_only=True)
class Cited:
    """
    A citation as a page shows it.

    source_id  number of the report, statement's subject or edition when it is open to the reader, else 0
    edition    the edition that a figure stands in, when it is open to the reader
    state      "open" or "closed" to this reader; "gone" for its author's agency when it was withdrawn or taken back
    """

    number: int
    kind: str
    words: str
    grade: str
    reference: str
    source_id: int
    state: str
    edition: Named | None = None
    figure: str = ""


class Sources:
    """Which sources are open to the person of the context; row security says it, in three queries."""

    def __init__(self, held: Iterable[Citation]) -> None:
        ids: dict[str, set[int]] = {REPORT: set(), STATEMENT: set(), FIGURE: set()}
        for one in held:
            ids[one.kind].add(one.source_id)
        stated = Statement.objects.filter(pk__in=ids[STATEMENT])
        # That somebody is a suspect is kept from who may not read all that they are said to be, in a product also.
        self._unsaid = barred_statements(ids[STATEMENT])
        self._editions = _editions(ids[FIGURE])
        self._open = {
            REPORT: dict(Report.objects.filter(pk__in=ids[REPORT]).exclude(state="withdrawn").values_list("pk", "pk")),
            STATEMENT: dict(stated.filter(withdrawn_at=None).values_list("pk", "subject_id")),
            FIGURE: {number: number for number in self._editions},
        }

    def card(self, one: Citation, *, own: bool) -> Cited:
        """Return a citation as a page shows it."""
        unsaid = one.kind == STATEMENT and one.source_id in self._unsaid
        source = 0 if unsaid else self._open[one.kind].get(one.source_id, 0)
        return Cited(
            number=one.number,
            kind=one.kind,
            words="" if unsaid else one.words,
            grade=one.grade,
            reference=one.reference,
            source_id=source,
            state=OPEN if source else (GONE if own and not unsaid else CLOSED),
            edition=self._editions.get(one.source_id) if one.kind == FIGURE else None,
            figure=one.figure,
        )


def key_of(row: Product) -> GradeKey:
    """Return the key of the grades of what a product cites."""
    return grade_key((_grade(one) for one in Citation.objects.filter(product=row).exclude(kind=FIGURE)), meanings())


# ----------------------------------------------------------------------------------------------------------------------


def _editions(ids: set[int]) -> dict[int, Named]:
    rows = Edition.objects.filter(pk__in=ids).values_list("pk", "profile__area_code", "label", "cut", "version")
    return {pk: Named(area=area, label=label, cut=cut, version=number) for pk, area, label, cut, number in rows}


def _grade(one: Citation) -> Grade | LegacyGrade:
    if not one.handling:
        return LegacyGrade(one.grade) if not one.source_grade else _plain(one)
    return _plain(one)


def _plain(one: Citation) -> Grade:
    return Grade(
        source=SourceGrade(one.source_grade),
        information=InformationGrade(one.information_grade),
        handling=Handling(one.handling),
        conditions=frozenset(one.conditions),
    )
