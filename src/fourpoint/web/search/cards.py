"""What the pages of search draw: lines with their addresses, and what narrows them."""

from dataclasses import dataclass, replace
from datetime import date

from django.urls import reverse

from fourpoint.services.search.asking import Asked
from fourpoint.services.search.highlights import Excerpt
from fourpoint.services.search.kinds import name_of
from fourpoint.services.search.places import FoundPlace
from fourpoint.services.search.showing import DISSEMINATION, SENT, Choice, Line, Page
from fourpoint.web.frame.facets import Group, Option, useful
from fourpoint.web.frame.records import page_of
from fourpoint.web.search.forms import address

FACETS = {"kind": "What", "area": "Area", "threat": "Threat", "year": "Year"}


@dataclass(frozen=True, kw_only=True)
class LineCard:
    """A record that was found, as it is listed."""

    kind: str
    title: str
    href: str
    marking: str
    owner: str
    made_on: date
    excerpt: Excerpt
    is_sent: bool


def make_lines(page: Page) -> tuple[LineCard, ...]:
    """Return the lines with the addresses of their pages."""
    return tuple(
        LineCard(
            kind=name_of(line.kind),
            title=line.title,
            href=_href(line),
            marking=line.marking,
            owner=line.owner,
            made_on=line.made_on,
            excerpt=line.excerpt,
            is_sent=line.place[0] == SENT,
        )
        for line in page.lines
    )


def make_groups(asked: Asked, page: Page) -> tuple[Group, ...]:
    """Return the filters that would change something: those with more than one value, or taken."""
    return useful(
        Group(field=field, name=name, options=tuple(_option(asked, field, choice) for choice in page.choices[field]))
        for field, name in FACETS.items()
    )


def place_href(place: FoundPlace) -> str:
    """Return the address of a profile or of a neighbourhood in it."""
    if place.code:
        return reverse("profiles:neighbourhood", kwargs={"area": place.area_code, "code": place.code})
    return reverse("profiles:profile", kwargs={"area": place.area_code})


# ----------------------------------------------------------------------------------------------------------------------


def _href(line: Line) -> str:
    kind, number = line.place
    if kind == SENT:
        return reverse("intelligence:sent", kwargs={"reference": number})
    if kind == DISSEMINATION:
        return reverse("sharing:dissemination", kwargs={"reference": number})
    if kind == "submission":
        return reverse("intelligence:desk-item", kwargs={"submission": number})
    return page_of(kind, int(number), area=line.area)


def _option(asked: Asked, field: str, choice: Choice) -> Option:
    if field == "year":
        first, last = date(int(choice.value), 1, 1), date(int(choice.value), 12, 31)
        is_taken = (asked.since, asked.until) == (first, last)
        other = replace(asked, since=None, until=None) if is_taken else replace(asked, since=first, until=last)
    else:
        is_taken = getattr(asked, field) == choice.value
        other = replace(asked, **{field: "" if is_taken else choice.value})  # type: ignore[arg-type]
    return Option(name=choice.name, count=choice.count, href=address(other), is_taken=is_taken)
