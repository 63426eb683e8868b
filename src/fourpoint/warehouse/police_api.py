"""
The documented JSON interface of data.police.uk: which months and forces there are, and crimes by area or without place.

Its rows carry no neighbourhood code, so they are not ingested as street-level files are; the archive is. The limits are
the publisher's: 15 requests a second, and no answer of more than 10,000 rows (an area with more is asked in quarters).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import httpx
from shapely.geometry import Polygon, box
from shapely.geometry.base import BaseGeometry

from fourpoint.domain.months import check_month
from fourpoint.warehouse.offered import Refused
from fourpoint.warehouse.sessions import Session, check_answer, is_temporary

BASE = "https://data.police.uk/api"
# Beyond this length an address is too long, and the words go in the body.
_LONGEST_ADDRESS = 4094
_DEEPEST = 8


class TooManyRows(Refused):
    """The area has more rows than the interface gives at once."""


@dataclass(frozen=True, kw_only=True)
class Month:
    """A month that is published, and the forces whose stops and searches it has."""

    month: str
    stop_search_forces: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class PoliceApi:
    """The interface, asked through a session."""

    session: Session
    base: str = BASE

    def months(self) -> tuple[Month, ...]:
        """Return the months that are published, newest first."""
        rows = self._ask("crimes-street-dates", {})
        return tuple(Month(month=row["date"], stop_search_forces=tuple(row["stop-and-search"])) for row in rows)

    def forces(self) -> dict[str, str]:
        """Return the forces by the word that stands in file names."""
        return {row["id"]: row["name"] for row in self._ask("forces", {})}

    def without_place(self, force: str, month: str) -> list[Mapping[str, Any]]:
        """Return the crimes of the force and month that have no location, as published."""
        return self._ask("crimes-no-location", {"category": "all-crime", "force": force, "date": check_month(month)})

    def street(self, area: Polygon, month: str) -> list[Mapping[str, Any]]:
        """
        Return the crimes of the month inside the polygon (longitude, latitude), as published, each once.

        raises  Refused  when the interface cannot be reached or refuses
        """
        found = {row["id"]: row for row in self._street(area, check_month(month), 0)}
        return [found[key] for key in sorted(found)]

    def _street(self, area: BaseGeometry, month: str, depth: int) -> list[Mapping[str, Any]]:
        parts = [part for part in getattr(area, "geoms", [area]) if isinstance(part, Polygon) and part.area > 0]
        rows: list[Mapping[str, Any]] = []
        for part in parts:
            try:
                rows += self._ask("crimes-street/all-crime", {"date": month, "poly": _written(part)})
            except TooManyRows:
                if depth == _DEEPEST:
                    raise
                for quarter in _quarters(part):
                    rows += self._street(quarter, month, depth + 1)
        return rows

    def _ask(self, path: str, words: Mapping[str, str]) -> list[Any]:
        url = f"{self.base}/{path}"
        response: httpx.Response | None = None
        for attempt in range(self.session.tries):
            try:
                response = self._request(url, words)
            except httpx.TransportError:
                response = None
            if response is not None and not is_temporary(response.status_code):
                check_answer(url, response)
                return _rows(url, response)
            if response is not None and response.status_code == 503 and "poly" in words and attempt:
                raise TooManyRows(f"{url} has more than 10,000 rows for this area and month: ask for a smaller area.")
            if attempt + 1 < self.session.tries:
                self.session.wait(attempt, response)
        raise Refused(f"{url} could not be read in {self.session.tries} tries: try again later.")

    def _request(self, url: str, words: Mapping[str, str]) -> httpx.Response:
        self.session.bucket.take()
        address = httpx.URL(url, params=dict(words))
        if len(str(address)) > _LONGEST_ADDRESS:
            return self.session.client.post(url, data=dict(words))
        return self.session.client.get(address)


def _rows(url: str, response: httpx.Response) -> list[Any]:
    try:
        rows = response.json()
    except ValueError as error:
        raise Refused(f"{url} did not answer with JSON: {error}.") from error
    if not isinstance(rows, list):
        raise Refused(f"{url} did not answer with a list of rows.")
    return rows


def _written(area: Polygon) -> str:
    """The outline as the interface wants it: latitude,longitude pairs parted by colons."""
    corners: Sequence[Any] = list(area.exterior.coords)[:-1]
    return ":".join(f"{corner[1]:.6f},{corner[0]:.6f}" for corner in corners)


def _quarters(area: Polygon) -> list[BaseGeometry]:
    west, south, east, north = area.bounds
    middle, centre = (west + east) / 2, (south + north) / 2
    boxes = (
        box(west, south, middle, centre), box(middle, south, east, centre),
        box(west, centre, middle, north), box(middle, centre, east, north),
    )  # fmt: skip
    return [area.intersection(part) for part in boxes]
