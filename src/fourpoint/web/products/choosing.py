"""Choosing a figure step by step, each step an address: the area, its edition, a section of it, and the figure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from fourpoint.access.context import Acting
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.services.products import figures

EDITION = re.compile(r"([0-9]{4}Q[1-4])\.([a-z0-9-]{1,40})\.([0-9]{1,6})", re.ASCII)
NO_AREA = "There is no edition of that area that you may read: choose an area from the list."
NO_EDITION = "There is no such edition that you may read: choose one from the list."
NO_PART = "The edition has no such section: choose one from the list."


@dataclass(frozen=True, kw_only=True)
class Choice:
    """
    How far the choice has come, and what the next step offers.

    area, part  what was chosen; empty and None until then
    opened      the edition that was chosen
    figure      the figure that was chosen, or that a link brought
    problem     why a step was not taken, in one sentence
    """

    areas: tuple[tuple[str, str], ...]
    area: str = ""
    editions: tuple[figures.EditionLine, ...] = ()
    opened: figures.Opened | None = None
    part: figures.Part | None = None
    figure: str = ""
    problem: str = ""

    @property
    def area_name(self) -> str:
        """The name of the area that was chosen."""
        return dict(self.areas).get(self.area, self.area)


def read_choice(asked: Mapping[str, str], who: Acting) -> Choice:
    """Return how far the choice has come; a step that was left empty or is closed is asked again, and why is said."""
    choice, area = Choice(areas=figures.list_areas()), asked.get("area", "")
    if area not in dict(choice.areas):
        return replace(choice, problem=NO_AREA if area else _empty(asked, "area", "Choose an area."))
    choice = replace(choice, area=area, editions=figures.list_editions(area))
    named = read_edition(area, asked.get("edition", ""))
    if named is None:
        said = NO_EDITION if asked.get("edition") else _empty(asked, "edition", "Choose an edition.")
        return replace(choice, problem=said)
    try:
        choice = replace(choice, opened=figures.open_edition(named, who=who))
    except (Refused, Unusable) as refusal:
        return replace(choice, problem=str(refusal))
    return _within(choice, asked)


def read_edition(area: str, text: str) -> figures.Named | None:
    """Return the edition of an area that an address names, as `2025Q4.partner.1`; None where it names none."""
    found = EDITION.fullmatch(text)
    return found and figures.Named(area=area, label=found[1], cut=found[2], version=int(found[3]))


def write_edition(named: figures.Named) -> str:
    """Return an edition as an address names it."""
    return f"{named.label}.{named.cut}.{named.version}"


def query_of(**steps: str) -> str:
    """Return steps as the query of an address."""
    return f"?{urlencode(steps)}" if steps else ""


# ----------------------------------------------------------------------------------------------------------------------


def _within(choice: Choice, asked: Mapping[str, str]) -> Choice:
    wanted, figure = asked.get("within", ""), asked.get("figure", "")
    parts = choice.opened.parts if choice.opened else ()
    part = next((one for one in parts if one.part_id == wanted or (not wanted and _holds(one, figure))), None)
    if part is None:
        said = NO_PART if wanted else _empty(asked, "within", "Choose a section of the profile.")
        return replace(choice, problem=said)
    return replace(choice, part=part, figure=figure)


def _holds(part: figures.Part, figure: str) -> bool:
    return any(line.figure_id == figure for group in part.groups for line in group.figures)


def _empty(asked: Mapping[str, str], step: str, sentence: str) -> str:
    """A step that the address comes from and that was left without a choice."""
    return sentence if asked.get("step") == step else ""
