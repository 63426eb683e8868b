"""Where in a document a figure is shown: after which block a note on it stands, on a page and in print alike."""

from collections.abc import Iterable, Iterator, Sequence

from fourpoint.domain.document import Block, Cell, Chart, Map, Prose, Section, Sentence, Table, Tiles


def figures_shown(block: Block) -> Iterator[str]:
    """Give the id of every figure that a block prints, some more than once."""
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


def first_block(sections: Sequence[Section], figure_id: str) -> tuple[str, int] | None:
    """Return the section's id and the number of the first block that shows the figure; None when none does."""
    for section in sections:
        for number, block in enumerate(section.blocks):
            if figure_id in figures_shown(block):
                return section.section_id, number
    return None


def _in_cells(cells: Iterable[Cell]) -> Iterator[str]:
    yield from (cell.figure_id for cell in cells if cell.figure_id)


def _in_sentence(sentence: Sentence) -> Iterator[str]:
    yield from (span.figure_id for span in sentence.spans if span.figure_id)
