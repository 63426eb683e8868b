"""
Commentary beside what it is about: woven into the drawn body of a document, which is the same for every reader.

The body is drawn once and kept, with a mark where notes can stand; each reader's own notes are put there afterwards.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from django.template.loader import render_to_string
from markupsafe import Markup

from fourpoint.domain.anchoring import first_block
from fourpoint.domain.document import Document
from fourpoint.domain.document import Note as FrozenNote
from fourpoint.services.profiles.commentary.queries import Note
from fourpoint.web.frame.addresses import url
from fourpoint.web.frame.words import date_words

MARK = re.compile(r"<!--notes ([\w.-]+)(?: (\d+))?-->")
# Where notes on figures stand that no block of the page shows.
ELSEWHERE = "findings"
# Bodies kept in parts: they are large, and searching one for its marks takes as long as drawing the rest of the page.
SPLIT = 16
# Ways to write a note that are kept, one for each section of a profile.
LINKS = 512


@dataclass(frozen=True, kw_only=True)
class NoteCard:
    """A note beside its section or figure; href leads to all that is known of it, empty where it is frozen."""

    paragraphs: tuple[str, ...]
    about: str
    marking: str
    owner: str
    written: str
    readers: str
    href: str
    is_withdrawn: bool = False


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where notes stand on a page: those there, and where one more is written (empty: not by this reader)."""

    notes: tuple[NoteCard, ...]
    add_href: str
    title: str


@dataclass(frozen=True, kw_only=True)
class Stands:
    """A note, and the section or figure of a document after which it stands."""

    kind: str
    anchor: str
    card: NoteCard


def make_note(note: Note) -> NoteCard:
    """Return the card of a note."""
    return NoteCard(
        paragraphs=note.paragraphs,
        about=note.about,
        marking=note.marking,
        owner=note.owner,
        written=date_words(note.written_at),
        readers=f"{note.owner} and {', '.join(note.readers)}" if note.readers else f"{note.owner} only",
        href=url("profiles:note", area=note.area_code, note=note.commentary_id),
        is_withdrawn=note.is_withdrawn,
    )


def make_frozen(note: FrozenNote) -> NoteCard:
    """Return the card of a note as an edition holds it."""
    return NoteCard(
        paragraphs=note.paragraphs,
        about=note.about,
        marking=note.marking,
        owner=note.owner,
        written=date_words(note.written_on),
        readers="",
        href="",
    )


def add_href(area: str, kind: str, anchor_id: str, threat: str) -> str:
    """Return where a note on that section or figure is written."""
    query = urlencode({kind: anchor_id, **({"threat": threat} if threat else {})})
    return f"{url('profiles:note-add', area=area)}?{query}"


def weave(body: Markup, document: Document, notes: Sequence[Stands], *, add: Callable[[str], str] | None) -> Markup:
    """
    Return the body with each note after the section's heading or the block that shows its figure.

    notes  whose anchors are ids of this document
    add    gives the address that writes a note on a section; None where this reader writes none
    """
    by_section: dict[str, tuple[NoteCard, ...]] = {}
    by_block: dict[tuple[str, int], tuple[NoteCard, ...]] = {}
    for stands in notes:
        if stands.kind == "section":
            by_section[stands.anchor] = (*by_section.get(stands.anchor, ()), stands.card)
        else:
            place = first_block(document.sections, stands.anchor) or (ELSEWHERE, 0)
            by_block[place] = (*by_block.get(place, ()), stands.card)
    titles = {section.section_id: section.title for section in document.sections}

    def put(section: str, block: str | None) -> str:
        if block is not None:
            return _drawn(Place(notes=by_block.get((section, int(block)), ()), add_href="", title=""))
        own = by_section.get(section, ()) if section in titles else by_block.get((ELSEWHERE, 0), ())
        href = add(section) if add and section in titles else ""
        return _drawn(Place(notes=own, add_href=href, title=titles.get(section, "")))

    first, *rest = _split(body)
    marks = zip(rest[::3], rest[1::3], rest[2::3], strict=True)
    parts = (part for section, block, after in marks for part in (put(section or "", block), after or ""))
    return Markup((first or "") + "".join(parts))  # noqa: S704  (both parts were escaped where they were drawn)


# --------------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=SPLIT)
def _split(body: Markup) -> tuple[str | None, ...]:
    """Return a body's parts: text, then of each mark its section, its block (None: the section's own) and text."""
    return tuple(MARK.split(body))


def _drawn(place: Place) -> str:
    if place.notes:
        return _draw(place)
    return _drawn_link(place) if place.add_href else ""


# The way to write a note is the same for everybody who has it. The notes themselves are not kept.
@lru_cache(maxsize=LINKS)
def _drawn_link(place: Place) -> str:
    return _draw(place)


def _draw(place: Place) -> str:
    drawn = render_to_string("profiles/notes.html.jinja", {"place": place})
    # As the body is: one sign past ASCII would double the page in memory.
    return drawn.encode("ascii", "xmlcharrefreplace").decode()
