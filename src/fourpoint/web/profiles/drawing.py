"""
The drawn body of a document, kept in memory: many readers ask for the same one.

The key holds everything the drawing depends on. Whether a reader may have it is decided before, on every request.
"""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from typing import Literal

from django.template.loader import render_to_string
from markupsafe import Markup

from fourpoint.domain.document import Chart, Document, Map, Place
from fourpoint.publications.charts import drawing as charts
from fourpoint.publications.maps import drawing as maps
from fourpoint.publications.maps.stencils import Outline, Stencil, inline
from fourpoint.web.frame.words import figures_by_id
from fourpoint.web.profiles.asking import Form
from fourpoint.web.profiles.links import Links

KEPT = 64


@dataclass(frozen=True)
class Draw:
    """Charts and maps of a document as SVG; our own drawing code escapes what it prints."""

    links: Links
    _stencil: Stencil = field(default_factory=Stencil)

    def chart(self, chart: Chart) -> Markup:
        """Return the chart twice, for a screen and for a phone; the style sheet shows one."""
        return _both([charts.draw(chart, width=width) for width in (charts.WIDE, charts.PHONE)])

    def map(self, drawn: Map, document: Document) -> Markup:
        """Return the map over its geometry, for a screen and for a phone; areas of a choropleth are links."""
        return _both([self._map(drawn, document, width, self._stencil.use) for width in (maps.WIDE, maps.PHONE)])

    def outlines(self) -> Markup:
        """Return the outlines of the maps drawn so far, which they refer to; it stands after them."""
        return Markup(self._stencil.close())  # noqa: S704

    def beside(self, drawn: Map, document: Document) -> Markup:
        """Return the map once, with its legend below, to stand beside a table."""
        return Markup(self._map(drawn, document, maps.NARROW - 20))  # noqa: S704

    def _map(self, drawn: Map, document: Document, width: int, outline: Outline = inline) -> str:
        geometry = next(one for one in document.geometries if one.geometry_id == drawn.geometry_id)
        link = self._link(geometry.level) if drawn.kind == "choropleth" else None
        return maps.draw(drawn, geometry, width=width, link=link, outline=outline)

    def _link(self, level: str) -> Callable[[str], str]:
        kind: Literal["area", "neighbourhood"] = "area" if level == "district" else "neighbourhood"
        return lambda code: self.links.place(Place(kind=kind, code=code))


def _both(drawn: list[str]) -> Markup:
    wide, narrow = drawn
    return Markup(f'<div class="fp-wide">{wide}</div><div class="fp-narrow">{narrow}</div>')  # noqa: S704


class Kept:
    """The last bodies drawn, oldest thrown out first; safe between threads."""

    def __init__(self, most: int) -> None:
        """Keep at most that many."""
        self._most = most
        self._held: OrderedDict[object, Markup] = OrderedDict()
        self._lock = Lock()

    def get(self, key: object) -> Markup | None:
        """Return the body under that key, or None."""
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)

    def put(self, key: object, body: Markup) -> None:
        """Keep the body under that key."""
        with self._lock:
            self._held[key] = body
            while len(self._held) > self._most:
                self._held.popitem(last=False)


_kept = Kept(KEPT)


def draw_form(form: Form) -> Markup:
    """Return the filter, drawn now or kept from before: its macros cost more than the rest of the page."""
    drawn = _kept.get(form)
    if drawn is None:
        drawn = Markup(render_to_string("profiles/form.html.jinja", {"form": form}))  # noqa: S704
        # An error repeats what was typed: kept, it would push out what others read.
        if not form.errors:
            _kept.put(form, drawn)
    return drawn


def draw_body(document: Document, links: Links) -> Markup:
    """Return the document's body, drawn now or kept from before."""
    shown = (document.area, document.threat, document.months, document.comparison)
    key = (links, shown, document.data_version, document.code_version, document.edition, document.withheld)
    body = _kept.get(key)
    if body is None:
        context = {"document": document, "figures": figures_by_id(document), "links": links, "draw": Draw(links)}
        drawn = render_to_string("profiles/body.html.jinja", context)
        # One minus sign makes Python hold two bytes for each of half a million letters, on the way to every reader.
        body = Markup(drawn.encode("ascii", "xmlcharrefreplace").decode())  # noqa: S704  (escaped by the template)
        _kept.put(key, body)
    return body
