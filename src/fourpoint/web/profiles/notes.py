"""
Commentary beside what it is about: woven into the drawn body of a document, which is the same for every reader.

The body is drawn once and kept, with a mark where notes can stand; each reader's own notes are put there afterwards.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.template.loader import render_to_string
from django.urls import reverse
from markupsafe import Markup

from fourpoint.domain.document import Block, Cell, Chart, Document, Map, Prose, Section, Sentence, Table, Tiles
from fourpoint.services.profiles.commentary.queries import Note
from fourpoint.web.frame.words import date_words

MARK = re.compile(r"<!--notes ([\w.-]+)(?: (\d+))?-->")
# Where notes on figures stand that no block of the page shows.
ELSEWHERE = "findings"


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


def make_note(note: Note) -> NoteCard:
    """Return the card of a note."""
    return NoteCard(
        paragraphs=note.paragraphs,
        about=note.about,
        marking=note.marking,
        owner=note.owner,
        written=date_words(note.written_at),
        readers=f"{note.owner} and {', '.join(note.readers)}" if note.readers else f"{note.owner} only",
        href=reverse("profiles:note", kwargs={"area": note.area_code, "note": note.commentary_id}),
        is_withdrawn=note.is_withdrawn,
    )


def add_href(area: str, kind: str, anchor_id: str, threat: str) -> str:
    """Return where a note on that section or figure is written."""
    query = urlencode({kind: anchor_id, **({"threat": threat} if threat else {})})
    return f"{reverse('profiles:note-add', kwargs={'area': area})}?{query}"


def weave(body: Markup, document: Document, notes: Sequence[Note], *, add: Callable[[str], str] | None) -> Markup:
    """
    Return the body with each note after the section's heading or the block that shows its figure.

    notes  those of this document's threat, whose anchors are ids of this document
    add    gives the address that writes a note on a section; None where this reader writes none
    """
    current = [note for note in notes if not note.is_withdrawn]
    by_section = {note.anchor.anchor_id: _cards(current, "section", note.anchor.anchor_id) for note in current}
    by_block = _by_block(document, [note for note in current if note.anchor.kind == "figure"])
    titles = {section.section_id: section.title for section in document.sections}

    def put(mark: re.Match[str]) -> str:
        section, block = mark[1], mark[2]
        if block is not None:
            return _drawn(Place(notes=by_block.get((section, int(block)), ()), add_href="", title=""))
        own = by_section.get(section, ()) if section in titles else by_block.get((ELSEWHERE, 0), ())
        href = add(section) if add and section in titles else ""
        return _drawn(Place(notes=own, add_href=href, title=titles.get(section, "")))

    return Markup(MARK.sub(put, str(body)))  # noqa: S704  (both parts were escaped where they were drawn)


def figures_shown(block: Block) -> Iterator[str]:
    """Give the id of every figure that a block prints."""
    match block:
        case Tiles():
            yield from block.figure_ids
        case Table():
            yield from _in_cells(cell for row in block.rows for cell in row)
        case Chart() | Map():
            yield from _in_sentence(block.sentence)
            yield from figures_shown(block.table)
            if isinstance(block, Chart):
                yield from (point.figure_id for one in block.series for point in one.points if point.figure_id)
        case Prose():
            for sentence in block.sentences:
                yield from _in_sentence(sentence)


# --------------------------------------------------------------------------------------------------------------------


def _cards(notes: Sequence[Note], kind: str, anchor_id: str) -> tuple[NoteCard, ...]:
    found = (note for note in notes if (note.anchor.kind, note.anchor.anchor_id) == (kind, anchor_id))
    return tuple(make_note(note) for note in found)


def _by_block(document: Document, notes: Sequence[Note]) -> dict[tuple[str, int], tuple[NoteCard, ...]]:
    """The notes on figures, by section and number of the first block that shows each figure."""
    made: dict[tuple[str, int], tuple[NoteCard, ...]] = {}
    for note in notes:
        place = _first_block(document.sections, note.anchor.anchor_id)
        made[place] = (*made.get(place, ()), make_note(note))
    return made


def _first_block(sections: Sequence[Section], figure_id: str) -> tuple[str, int]:
    for section in sections:
        for number, block in enumerate(section.blocks):
            if figure_id in figures_shown(block):
                return section.section_id, number
    return ELSEWHERE, 0


def _drawn(place: Place) -> str:
    if not place.notes and not place.add_href:
        return ""
    return render_to_string("profiles/notes.html.jinja", {"place": place})


def _in_cells(cells: Iterator[Cell]) -> Iterator[str]:
    yield from (cell.figure_id for cell in cells if cell.figure_id)


def _in_sentence(sentence: Sentence) -> Iterator[str]:
    yield from (span.figure_id for span in sentence.spans if span.figure_id)
