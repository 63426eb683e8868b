"""The list of areas: their key figures, and the map of a force's districts for who may open the force's own."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from fourpoint.domain.document import Document, Map
from fourpoint.domain.figures import Figure
from fourpoint.domain.months import period_in_words
from fourpoint.services.profiles import queries
from fourpoint.web.profiles.drawing import Draw
from fourpoint.web.profiles.links import LiveLinks
from fourpoint.web.profiles.state import State

# The figures of every document that the list shows, by id.
SHOWN = ("count", "rate", "change")


@dataclass(frozen=True, kw_only=True)
class Value:
    """A key figure: as printed, its bare value for sorting, and where it opens; empty when the area lacks it."""

    text: str
    value: float | None
    href: str


@dataclass(frozen=True, kw_only=True)
class Area:
    """A line of the list."""

    name: str
    href: str
    note: str
    values: tuple[Value, ...]
    edition: str
    edition_href: str


@dataclass(frozen=True, kw_only=True)
class Overview:
    """The whole list; without areas there is nothing that the reader may open."""

    areas: tuple[Area, ...]
    columns: tuple[str, ...]
    note: str
    drawing: Markup
    shapes_href: str


def make_overview(profiles: Sequence[queries.ProfileCard]) -> Overview:
    """Return the list of those profiles, with the figures of each for all crime and the usual months."""
    documents = [queries.get_summary(card.area.code) for card in profiles]
    whole = next((document for document in documents if document.area.level == "force"), None)
    return Overview(
        areas=tuple(_area(card, document) for card, document in zip(profiles, documents, strict=True)),
        columns=("Recorded", "Per 1,000 residents", "Change on a year before"),
        note=_note(documents[0]) if documents else "",
        drawing=_drawing(whole),
        shapes_href=_links(whole).shapes() if whole else "",
    )


def _links(document: Document) -> LiveLinks:
    return LiveLinks(area=document.area.code, state=State())


def _area(card: queries.ProfileCard, document: Document) -> Area:
    links = _links(document)
    held = {figure.figure_id: figure for figure in document.figures}
    return Area(
        name=card.area.name,
        href=links.profile(),
        note="Whole force" if card.area.level == "force" else "",
        values=tuple(_value(held.get(figure_id), links) for figure_id in SHOWN),
        edition=card.newest_edition,
        edition_href=links.editions() if card.newest_edition else "",
    )


def _value(figure: Figure | None, links: LiveLinks) -> Value:
    if figure is None:
        return Value(text="not known", value=None, href="")
    return Value(text=figure.text, value=figure.value, href=links.figure(figure.figure_id))


def _note(document: Document) -> str:
    change = next((figure for figure in document.figures if figure.figure_id == "change"), None)
    paired = f" The change sets {change.period}." if change is not None and change.value is not None else ""
    return f"{document.threat.name}, {period_in_words(document.months)}.{paired} Every number opens."


def _drawing(document: Document | None) -> Markup:
    """Return the force's map of districts; empty when the reader may not open the force, or no map is held."""
    if document is None:
        return Markup()
    maps = [block for section in document.sections for block in section.blocks if isinstance(block, Map)]
    return Draw(_links(document)).beside(maps[0], document) if maps else Markup()
