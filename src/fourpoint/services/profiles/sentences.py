"""Gives each figure the sentence that uses it, so that the frozen edition says beside every number where it stands."""

from collections.abc import Iterator
from dataclasses import replace

from fourpoint.domain.document import Chart, Document, Map, Prose, Sentence, Table, Tiles


def settle_sentences(document: Document) -> Document:
    """
    Return the document with each figure's sentence filled: the first sentence of words that prints the figure, else
    the words of the first chart, map or table that shows it.
    """
    told: dict[str, str] = {}
    for sentence in _sentences(document):
        for span in sentence.spans:
            if span.figure_id:
                told.setdefault(span.figure_id, sentence.text.strip())
    for figure_id, text in _shown(document):
        told.setdefault(figure_id, text)
    figures = tuple(
        replace(figure, sentence=told.get(figure.figure_id, figure.sentence)) for figure in document.figures
    )
    return replace(document, figures=figures)


def _sentences(document: Document) -> Iterator[Sentence]:
    for finding in document.findings:
        yield finding.sentence
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Prose):
                yield from block.sentences
            elif isinstance(block, Chart | Map):
                yield block.sentence


def _shown(document: Document) -> Iterator[tuple[str, str]]:
    names = {figure.figure_id: figure for figure in document.figures}
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Tiles):
                for figure_id in block.figure_ids:
                    figure = names[figure_id]
                    yield (
                        figure_id,
                        f"{figure.label}: {figure.text} {figure.unit}.".replace("%  %", "%").replace("% %", "%"),
                    )
            elif isinstance(block, Table):
                yield from _in_table(block)
            elif isinstance(block, Chart | Map):
                yield from _in_table(block.table)


def _in_table(table: Table) -> Iterator[tuple[str, str]]:
    for row in table.rows:
        for column, cell in zip(table.columns, row, strict=True):
            if cell.figure_id:
                yield cell.figure_id, f"{table.title}: {row[0].text}, {column.label.lower()}: {cell.text}."
