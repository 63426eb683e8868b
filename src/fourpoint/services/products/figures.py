"""
Which figures of frozen editions a product can cite: the areas, the editions of one, and the figures of an edition.

Row security decides what there is, so that only what the author may read is offered. What has no number there, hidden
from her or not known, is not offered, and neither is a proof, which waits for its approval.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet

from fourpoint.access import checks
from fourpoint.access.context import Acting
from fourpoint.domain.anchoring import figures_shown
from fourpoint.domain.document import Block, Document, Prose
from fourpoint.domain.errors import Unusable
from fourpoint.domain.figures import Figure
from fourpoint.records.profiles.models import Edition
from fourpoint.services.library.places import NO_THREAT, area_names
from fourpoint.services.profiles import frozen_reads, store
from fourpoint.services.profiles.frozen import EditionCard, FrozenEdition
from fourpoint.services.profiles.hiding import the_cuts

ELSEWHERE = "elsewhere"


class NoSuchEdition(checks.NotOpen):
    """There is no such edition, or it is not open to the author."""


class NothingToCite(checks.NotOpen):
    """There is no such source, or it is not open to the author."""


@dataclass(frozen=True, kw_only=True)
class Named:
    """A frozen edition by what it is called."""

    area: str
    label: str
    cut: str
    version: int


@dataclass(frozen=True, kw_only=True)
class EditionLine:
    """An edition to choose, and when it was frozen."""

    named: Named
    words: str
    card: EditionCard


@dataclass(frozen=True, kw_only=True)
class FigureLine:
    """A figure to choose: what it is, its value with its unit, and its period."""

    figure_id: str
    name: str
    value: str
    period: str

    @property
    def told(self) -> str:
        """The value, with the period unless the name ends with it."""
        return self.value if self.name.endswith(self.period) else f"{self.value}, {self.period}"

    @property
    def words(self) -> str:
        """The figure as a product cites it."""
        return f"{self.name}: {self.told}"


@dataclass(frozen=True, kw_only=True)
class Group:
    """The figures that stand together in a profile; without: how many there have no number to cite."""

    title: str
    figures: tuple[FigureLine, ...]
    without: int


@dataclass(frozen=True, kw_only=True)
class Part:
    """A section of an edition, and how many of its figures can be cited."""

    part_id: str
    title: str
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        """How many figures it offers."""
        return sum(len(group.figures) for group in self.groups)


@dataclass(frozen=True, kw_only=True)
class Opened:
    """An edition that was opened to choose from: its line, the name of its area, and its sections."""

    line: EditionLine
    area_name: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, kw_only=True)
class Citable:
    """A figure with the edition that it stands in: what a citation keeps of it."""

    line: FigureLine
    edition_id: int
    audience_id: int
    reference: str


def list_areas() -> tuple[tuple[str, str], ...]:
    """Return the areas with an edition that the person of the context can cite from, as (code, name), by name."""
    names = area_names()
    codes = {row["profile__area_code"] for row in _finished().values("profile__area_code")}
    return tuple(sorted(((code, names.get(code, code)) for code in codes), key=lambda one: one[1]))


def list_editions(area: str) -> tuple[EditionLine, ...]:
    """
    Return the editions of an area that can be cited from, each in its newest version: the newest quarter first.

    raises  NoSuchProfile when the area is not open to the person
    """
    cards = frozen_reads.list_editions(area)
    return tuple(_line(card) for card in cards if not card.is_proof and card.superseded_by is None)


def open_edition(named: Named, *, who: Acting) -> Opened:
    """
    Return an edition with its figures by section, and record that it was read.

    raises  NoSuchEdition, NoSuchProfile; Unusable for a proof
    """
    found = _find(named, who)
    return Opened(
        line=_line(found.card), area_name=found.document.area.name, parts=tuple(_parts(found.document, _names()))
    )


def find_citable(named: Named, figure_id: str, *, who: Acting) -> Citable:
    """
    Return a figure of an edition, and record that the edition was read.

    raises  NoSuchEdition, NoSuchProfile, NothingToCite; Unusable for a proof, and for a figure without a number
    """
    found = _find(named, who)
    figure = next((one for one in found.document.figures if one.figure_id == figure_id), None)
    if figure is None:
        raise NothingToCite("There is no such figure in that edition: choose one from the list.")
    if figure.value is None:
        why = "hidden from its readers" if figure.hidden else "not known"
        raise Unusable(f"That number is {why} in this edition, so it cannot be cited: choose another.")
    card = found.card
    return Citable(
        line=_figure(figure, found.document, _names()),
        edition_id=card.edition_id,
        audience_id=card.audience_id,
        reference=f"Edition {card.label} of {found.document.area.name}, version {card.version}"[:200],
    )


# ----------------------------------------------------------------------------------------------------------------------


def _finished() -> QuerySet[Edition]:
    approved = [cut.cut_id for cut in the_cuts() if cut.approval]
    return Edition.objects.exclude(cut__in=approved, approved_at=None)


def _find(named: Named, who: Acting) -> FrozenEdition:
    found = frozen_reads.find_edition(named.area, named.label, cut=named.cut, version=named.version, who=who)
    if found is None:
        raise NoSuchEdition("There is no such edition that you may read: choose one from the list.")
    if found.card.is_proof:
        raise Unusable("That edition waits for its approval: cite it once a second person has approved it.")
    return found


def _line(card: EditionCard) -> EditionLine:
    return EditionLine(
        named=Named(area=card.area_code, label=card.label, cut=card.cut, version=card.version),
        words=f"{card.cut_name} {card.label}, version {card.version}",
        card=card,
    )


def _parts(document: Document, names: dict[str, str]) -> Iterator[Part]:
    """Each figure once in every section that shows it; what only a finding says comes last."""
    left = {figure.figure_id for figure in document.figures}
    for section in document.sections:
        seen: set[str] = set()
        groups = []
        for block in section.blocks:
            shown = set(figures_shown(block)) - seen
            seen |= shown
            groups.append(_group(_title(block) or section.title, shown, document, names))
        left -= seen
        if seen:
            yield Part(part_id=section.section_id, title=section.title, groups=_filled(groups))
    if left:
        group = _group("In the findings", left, document, names)
        yield Part(part_id=ELSEWHERE, title="Elsewhere in the profile", groups=(group,))


def _filled(groups: list[Group]) -> tuple[Group, ...]:
    return tuple(group for group in groups if group.figures or group.without)


def _title(block: Block) -> str:
    return "" if isinstance(block, Prose) else block.title


def _group(title: str, ids: set[str], document: Document, names: dict[str, str]) -> Group:
    figures = [figure for figure in document.figures if figure.figure_id in ids]
    known = [figure for figure in figures if figure.value is not None]
    lines = tuple(_figure(figure, document, names) for figure in known)
    return Group(title=title, figures=lines, without=len(figures) - len(known))


def _figure(figure: Figure, document: Document, names: dict[str, str]) -> FigureLine:
    """A label leans on the section that it stands in: away from there, its threat and its place are said with it."""
    threat = "" if figure.threat_id in ("", NO_THREAT) else names.get(figure.threat_id, "")
    name = figure.label
    if threat.casefold() not in name.casefold():
        name = f"{threat}, {name if name == figure.period else name[:1].lower() + name[1:]}"
    away = figure.area != document.area and figure.area.name.casefold() not in name.casefold()
    return FigureLine(
        figure_id=figure.figure_id,
        name=f"{name}, {figure.area.name}" if away else name,
        value=f"{figure.text} {'' if figure.unit == '%' else figure.unit}".strip(),
        period=figure.period,
    )


def _names() -> dict[str, str]:
    return {threat.id: threat.name for threat in store.the_catalogue().threats}
