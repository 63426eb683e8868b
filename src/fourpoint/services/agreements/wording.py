"""The terms of an agreement in plain words, row by row, and what differs between two versions."""

from collections.abc import Iterable
from dataclasses import dataclass

from fourpoint.catalogue.entries import DataCategoryEntry, GatewayEntry
from fourpoint.domain.days import day_of, last_day_before
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing.stages import Stage
from fourpoint.records.sharing.models import Agreement, AgreementClause
from fourpoint.services.sharing.codes import entries

NOT_SAID = "Not said."
STAGES: dict[Stage, tuple[str, str]] = {
    Stage.AWAITING: ("Waiting for signatures", "It opens nothing until every party has signed."),
    Stage.COMING: ("Signed, not begun", "Every party has signed. It opens on its first day."),
    Stage.IN_FORCE: ("In force", "Material can be shared and read under it."),
    Stage.DUE: ("In force, review near", "Material can be shared and read under it; its review is near."),
    Stage.READ_ONLY: (
        "Read-only: review overdue",
        "What was shared stays readable. Nothing more can be shared until every party signs a review or a new version.",
    ),
    Stage.REPLACED: ("Replaced", "A later version speaks in its place."),
    Stage.ENDED: ("Ended", "It opens nothing any more."),
    Stage.WITHDRAWN: ("Withdrawn", "It was withdrawn before every party had signed, and never opened anything."),
    Stage.LAPSED: ("Lapsed", "Its last day has passed. It opens nothing any more."),
}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing said, with an explanation, and whether its source was confirmed."""

    text: str
    words: str = ""
    unconfirmed: bool = False


@dataclass(frozen=True, kw_only=True)
class Term:
    """What an agreement says of one matter."""

    key: str
    label: str
    lines: tuple[Line, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        """The lines without their explanations, as versions are compared."""
        return tuple(line.text for line in self.lines)


@dataclass(frozen=True, kw_only=True)
class Group:
    """Terms that belong together, under one heading."""

    heading: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One matter of which two versions say different things."""

    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def group_terms(row: Agreement) -> tuple[Group, ...]:
    """Return everything the agreement says, in plain words."""
    return (
        Group(
            heading="Why",
            terms=(
                _said("aims", "Why sharing is needed", row.aims),
                _coded("purposes", "What for", "purposes", row.purposes),
                _term("gateways", "Legal gateways", _gateways(row.gateways)),
            ),
        ),
        Group(
            heading="What may be shared",
            terms=(
                _term("categories", "Categories of data", _categories(row.categories)),
                _said("data_items", "Items of data", row.data_items),
                _coded("subjects", "About people who need care", "subjects", row.subjects, none="None of them."),
                _said("ceiling", "Marked up to", Marking(row.ceiling).words),
                _coded("handling", "Handling codes", "handling", row.handling),
                _coded("conditions", "Conditions it may carry", "handling", row.conditions, none="None named."),
            ),
        ),
        Group(
            heading="How it is kept and protected",
            terms=(
                _coded("onward", "Passing it on", "onward_rules", [row.onward] if row.onward else []),
                _said("retention", "How long it is kept", row.retention),
                _said("quality", "Quality", row.quality),
                _said("security", "Security", row.security),
                _coded("training", "Training each reader holds", "training", row.training, none="None."),
            ),
        ),
        Group(
            heading="Rights, breaches and impact",
            terms=(
                _said("rights_contact", "Whom people ask about their rights", row.rights_contact),
                _said("breach_route", "What happens after a breach", row.breach_route),
                _said("dpia_reference", "Data protection impact assessment", row.dpia_reference),
                _said("eia_reference", "Equality impact assessment", row.eia_reference),
            ),
        ),
        Group(heading="Dates", terms=_dates(row)),
    )


def differences(before: Agreement, after: Agreement) -> tuple[Difference, ...]:
    """Return what the later version says differently: terms, parties and clauses, in the order of the page."""
    pairs = zip(_everything(before), _everything(after), strict=True)
    return tuple(
        Difference(label=old.label, before=old.texts, after=new.texts) for old, new in pairs if old.texts != new.texts
    ) + _clause_differences(before, after)


def stage_words(stage: Stage) -> tuple[str, str]:
    """Return the name of a stage and a sentence that says what it means."""
    return STAGES[stage]


# ----------------------------------------------------------------------------------------------------------------------


def _everything(row: Agreement) -> list[Term]:
    parties = sorted(f"{party.agency.name} ({party.controls.replace('-', ' ')})" for party in row.parties.all())
    of_parties = _term("parties", "Parties", [Line(text=one) for one in parties])
    return [of_parties, *(term for group in group_terms(row) for term in group.terms)]


def _clause_differences(before: Agreement, after: Agreement) -> tuple[Difference, ...]:
    old, new = ({clause.number: _clause(clause) for clause in row.clauses.all()} for row in (before, after))
    return tuple(
        Difference(
            label=f"Clause {number}", before=old.get(number, ("No such clause.",)), after=new.get(number, ("Gone.",))
        )
        for number in sorted(old.keys() | new.keys())
        if old.get(number) != new.get(number)
    )


def _clause(clause: AgreementClause) -> tuple[str, ...]:
    purposes = [line.text for line in _lines("purposes", clause.purposes)]
    categories = [line.text for line in _lines("data_categories", clause.categories)]
    return tuple(filter(None, (clause.words, "For: " + ", ".join(purposes), ", ".join(categories))))


def _dates(row: Agreement) -> tuple[Term, ...]:
    first, last = day_of(row.starts_at), last_day_before(row.ends_at)
    return (
        _said("starts", "First day", f"{first:%-d %B %Y}"),
        _said("ends", "Last day", f"{last:%-d %B %Y}", words="It holds until midnight at the end of this day."),
        _said(
            "review",
            "Review by",
            f"{row.review_on:%-d %B %Y}",
            words="From the day after, it is read-only until every party has signed a review or a new version.",
        ),
    )


def _term(key: str, label: str, lines: Iterable[Line]) -> Term:
    return Term(key=key, label=label, lines=tuple(lines) or (Line(text=NOT_SAID),))


def _said(key: str, label: str, text: str, *, words: str = "") -> Term:
    return _term(key, label, [Line(text=text, words=words)] if text else [])


def _coded(key: str, label: str, name: str, codes: Iterable[str], *, none: str = NOT_SAID) -> Term:
    return _term(key, label, _lines(name, codes) or [Line(text=none)])


def _lines(name: str, codes: Iterable[str]) -> list[Line]:
    known = entries(name)
    return [
        Line(
            text=known[code].name if code in known else code,
            words=getattr(known.get(code), "words", ""),
            unconfirmed=False,
        )
        for code in codes
        if code != "none" or name != "subjects"
    ]


def _gateways(codes: Iterable[str]) -> list[Line]:
    known = entries("legal_gateways")
    return [
        Line(text=entry.name, words=entry.point, unconfirmed=entry.status == "unconfirmed")
        if isinstance(entry := known.get(code), GatewayEntry)
        else Line(text=code)
        for code in codes
    ]


def _categories(codes: Iterable[str]) -> list[Line]:
    known = entries("data_categories")
    return [
        Line(text=entry.name + (" (sensitive)" if entry.sensitive else ""), words=entry.words)
        if isinstance(entry := known.get(code), DataCategoryEntry)
        else Line(text=code)
        for code in codes
    ]
