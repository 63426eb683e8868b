"""Where a note stands: a section or figure of a profile's document, found again and said in words."""

from dataclasses import dataclass
from typing import Literal

from fourpoint.domain.document import Document
from fourpoint.domain.errors import Unusable
from fourpoint.records.profiles.models import Commentary
from fourpoint.services.profiles import queries
from fourpoint.services.profiles.requests import DEFAULT_THREAT, ProfileRequest


class AnchorUnknown(Unusable):
    """The profile has no section or figure of that name."""


@dataclass(frozen=True, kw_only=True)
class Anchor:
    """A section or figure, by its id in the live document of the area under that threat."""

    kind: Literal["section", "figure"]
    anchor_id: str
    threat_id: str = DEFAULT_THREAT


def about(area: str, anchor: Anchor) -> str:
    """
    Return the anchor in words, as "Thanet, burglary: Place".

    raises  AnchorUnknown; NoSuchProfile when the area is not open to the person; Unusable for an unknown threat
    """
    document = queries.get_profile(ProfileRequest(area=area, threat=anchor.threat_id))
    return f"{document.area.name}, {document.threat.name.lower()}: {title_of(document, anchor)}"[:300]


def title_of(document: Document, anchor: Anchor) -> str:
    """Return the title of the section, or the label of the figure; raises AnchorUnknown."""
    if anchor.kind == "section":
        named = {section.section_id: section.title for section in document.sections}
    else:
        named = {figure.figure_id: figure.label for figure in document.figures}
    if anchor.anchor_id not in named:
        raise AnchorUnknown("This profile has no such section or figure: write from the profile's own page.")
    return named[anchor.anchor_id]


def kind_of(stored: str) -> Literal["section", "figure"]:
    """Return the kind of a stored note's anchor."""
    return "section" if stored == Commentary.SECTION else "figure"
