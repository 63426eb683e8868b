"""Where figures, places and map shapes of a document are to be found: on the live profile, or on a frozen edition."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from fourpoint.domain.document import Place
from fourpoint.web.frame.addresses import url
from fourpoint.web.profiles.state import State


@dataclass(frozen=True, kw_only=True)
class LiveLinks:
    """Addresses that keep the reader's choices."""

    area: str
    state: State

    def profile(self) -> str:
        """Return the address of the profile itself."""
        return url("profiles:profile", area=self.area) + self.state.query

    def figure(self, figure_id: str) -> str:
        """Return the address of the panel behind a figure."""
        return self._named("figure", figure_id=figure_id)

    def rows(self, figure_id: str) -> str:
        """Return the address of the rows behind a figure."""
        return self._named("rows", figure_id=figure_id)

    def rows_csv(self, figure_id: str) -> str:
        """Return the address of the same rows as CSV."""
        return self._named("rows-csv", figure_id=figure_id)

    def place(self, place: Place) -> str:
        """Return where a table row leads: another area, a neighbourhood, or this area under another threat."""
        if place.kind == "neighbourhood":
            return self._named("neighbourhood", code=place.code)
        if place.kind == "threat":
            return LiveLinks(area=self.area, state=replace(self.state, threat=place.code)).profile()
        return LiveLinks(area=place.code, state=self.state).profile()

    def shapes(self) -> str:
        """Return the address of the map shapes."""
        return self._named("shapes")

    def editions(self) -> str:
        """Return the address of the area's editions, which do not depend on the reader's choices."""
        return url("profiles:editions", area=self.area)

    def _named(self, name: str, **parts: str) -> str:
        return url(f"profiles:{name}", area=self.area, **parts) + self.state.query


@dataclass(frozen=True, kw_only=True)
class NeighbourhoodLinks(LiveLinks):
    """The same for the page of one neighbourhood, whose figures stand under its own address."""

    code: str

    def profile(self) -> str:
        """Return the address of the neighbourhood's page."""
        return super()._named("neighbourhood", code=self.code)

    def place(self, place: Place) -> str:
        """Return where a table row leads, as from the area's own page."""
        return LiveLinks(area=self.area, state=self.state).place(place)

    def _named(self, name: str, **parts: str) -> str:
        return super()._named(f"neighbourhood-{name}", code=self.code, **parts)


@dataclass(frozen=True, kw_only=True)
class EditionLinks:
    """Addresses within one frozen edition, which never change."""

    area: str
    label: str
    cut: str
    version: int

    def edition(self) -> str:
        """Return the address of the edition itself."""
        return self._named("edition")

    def figure(self, figure_id: str) -> str:
        """Return the address of the panel behind a frozen figure."""
        return self._named("edition-figure", figure_id=figure_id)

    def rows(self, figure_id: str) -> str:
        """Return the address of the rows behind a frozen figure, where its files are still held."""
        return self._named("edition-rows", figure_id=figure_id)

    def rows_csv(self, figure_id: str) -> str:
        """Return the address of the same rows as CSV."""
        return self._named("edition-rows-csv", figure_id=figure_id)

    def place(self, place: Place) -> str:
        """Return where a table row leads today: the live page, since an edition holds one area only."""
        return LiveLinks(area=self.area, state=State()).place(place)

    def shapes(self) -> str:
        """Return the address of the edition's map shapes."""
        return self._named("edition-shapes")

    def use(self, figure_id: str) -> str:
        """Return the address at which an author cites a frozen figure in a product."""
        edition = f"{self.label}.{self.cut}.{self.version}"
        return f"{url('products:use-figure')}?{urlencode({'area': self.area, 'edition': edition, 'figure': figure_id})}"

    def report(self) -> str:
        """Return the address of what the edition leaves out."""
        return self._named("edition-report")

    def approve(self) -> str:
        """Return the address at which a second person approves it."""
        return self._named("edition-approve")

    def download(self, name: str) -> str:
        """Return the address of one of the edition's files, as "profile.pdf"."""
        return self._named("edition-file", file=name)

    def _named(self, page: str, **parts: str) -> str:
        here: dict[str, Any] = {"area": self.area, "label": self.label, "cut": self.cut, "version": self.version}
        return url(f"profiles:{page}", **here, **parts)


Links = LiveLinks | EditionLinks
