"""
Hides the small numbers of a document from readers who may not see them, wherever they stand.

Numbers from data that anyone can download already are never hidden: hiding them would pretend. Of the rest, a small
count and all from which it follows is hidden in figures, tables, charts, maps and sentences alike. Whatever cannot be
shown to be safe is left out: a drawing whose numbers name no figure, a sentence that prints a hidden one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from fourpoint.domain.counted import box_of, count_boxes, counts_its_rows
from fourpoint.domain.document import (
    Block,
    Cell,
    Chart,
    Document,
    Map,
    Notice,
    Prose,
    Section,
    Sentence,
    SourceCard,
    Table,
    Tiles,
)
from fourpoint.domain.figures import HIDDEN, Figure
from fourpoint.domain.suppression import suppress

# Drawings in which a part follows from the others, or that show numbers as shapes that cannot be taken back.
SEEN_THROUGH = ("stack", "heat", "curve")
Within = Mapping[str, Sequence[str]]


@dataclass(frozen=True, kw_only=True)
class Rule:
    """
    Which numbers from data that are not published are changed.

    threshold  counts above 0 and below it are hidden, with what gives them away; 0 hides none
    rounding   counts that are shown are rounded to a multiple of it; 0 rounds none
    """

    threshold: int = 0
    rounding: int = 0


@dataclass(frozen=True, kw_only=True)
class Redacted:
    """
    A document as it may be shown, and what was done to it, in numbers of figures, drawings and sentences.

    small     figures hidden for being small
    cover     figures hidden since a small one would follow from them, or could not be shown not to
    rounded   figures rounded
    drawings  charts, maps and tables left out
    said      sentences and findings left out
    own       figures from data that are not published, shown or not
    """

    document: Document
    small: int = 0
    cover: int = 0
    rounded: int = 0
    drawings: int = 0
    said: int = 0
    own: int = 0


def redact(document: Document, rule: Rule, *, within: Within | None = None) -> Redacted:
    """
    Return the document under the rule; one that rests on published data alone comes back as it was.

    within  the neighbourhoods of each district by code, where the document counts both
    """
    open_sources = {card.source_id for card in document.sources if card.published}
    own = [figure for figure in document.figures if not _is_published(figure, open_sources)]
    if not own or not (rule.threshold or rule.rounding):
        return Redacted(document=document, own=len(own))
    small, cover = _find_hidden(own, open_sources, rule, within)
    changed = {figure.figure_id: _changed(figure, {*small, *cover}, rule, open_sources) for figure in own}
    figures = tuple(changed.get(figure.figure_id, figure) for figure in document.figures)
    editor = _Editor(before=document, after=figures, own=frozenset(changed), hides=bool(small))
    edited = editor.edit()
    return Redacted(
        document=edited,
        small=len(small),
        cover=len(cover),
        rounded=sum(
            not figure.hidden and figure.value != document.figure(name).value for name, figure in changed.items()
        ),
        drawings=editor.drawings,
        said=editor.said,
        own=len(own),
    )


# ----------------------------------------------------------------------------------------------------------------------


def _is_published(figure: Figure, open_sources: set[str]) -> bool:
    """A figure that names no source is not known to be published."""
    return bool(figure.sources) and all(source.source_id in open_sources for source in figure.sources)


def _find_hidden(
    own: Sequence[Figure], open_sources: set[str], rule: Rule, within: Within | None
) -> tuple[set[str], set[str]]:
    """Return the ids of the figures to hide for being small, and of those to hide with them."""
    plain = [figure for figure in own if _is_plain(figure, open_sources)]
    counted = count_boxes(plain, within=within)
    values = [float("nan") if count is None else count for count in counted.counts]
    if not rule.threshold:
        return set(), set()
    found = suppress(values, sums=counted.sums, threshold=rule.threshold)
    places = {box: place for place, box in enumerate(counted.boxes)}
    at = {figure.figure_id: places[box_of(figure.rows, within=within)] for figure in plain if figure.rows}
    small = {name for name, place in at.items() if found.primary[place]}
    cover = {name for name, place in at.items() if found.cover[place]}
    rest = [figure for figure in own if figure.figure_id not in at]
    small |= {figure.figure_id for figure in rest if _looks_small(figure, rule.threshold)}
    if small:
        # How these follow from counts is not known here, so none of them can be shown to be safe.
        cover |= {figure.figure_id for figure in rest if figure.value is not None} - small
    return small, cover


def _is_plain(figure: Figure, open_sources: set[str]) -> bool:
    """Whether the figure tells of its own rows and, at most, of a published number that they are divided by."""
    below = figure.denominator
    return counts_its_rows(figure) and (below is None or below.source_id in open_sources)


def _looks_small(figure: Figure, threshold: int) -> bool:
    """Whether any number that the figure carries could be a small count."""
    below = figure.denominator.value if figure.denominator else None
    carried = [figure.numerator, below, figure.rows_used]
    if figure.denominator is None:
        carried.append(figure.value)
    return any(number is not None and 0 < number < threshold for number in carried)


def _changed(figure: Figure, hidden: set[str], rule: Rule, open_sources: set[str]) -> Figure:
    """Return the figure hidden, or rounded, and in any case without the rows that it counted."""
    # The rows themselves are never given out, and rows left out would complete a sum.
    bare = replace(figure, rows=None, excluded=())
    if figure.figure_id in hidden:
        return replace(
            bare,
            value=None,
            numerator=None,
            denominator=None,
            interval=None,
            rows_used=None,
            sentence="",
            absent=f"Hidden: it is, or would give away, a count below {rule.threshold}.",
            hidden=True,
        )
    if not rule.rounding:
        return bare
    if figure.value is None or not figure.numerator or not _is_plain(figure, open_sources):
        below = figure.denominator if figure.denominator and figure.denominator.source_id in open_sources else None
        return replace(bare, numerator=None, denominator=below, interval=None, rows_used=None)
    counted = float(round(figure.numerator / rule.rounding) * rule.rounding)
    value = figure.value * counted / figure.numerator
    return replace(bare, value=value, numerator=counted, interval=None, rows_used=None)


@dataclass
class _Editor:
    """Puts changed figures into a document, counting what it leaves out; `own` are those not from published data."""

    before: Document
    after: tuple[Figure, ...]
    own: frozenset[str]
    hides: bool
    drawings: int = 0
    said: int = 0

    def __post_init__(self) -> None:
        was = {figure.figure_id: figure for figure in self.before.figures}
        self.now = {figure.figure_id: figure for figure in self.after}
        self.touched = {name for name, figure in self.now.items() if figure.text != was[name].text}

    def edit(self) -> Document:
        """Return the document with every number in its place changed or gone."""
        sections = tuple(
            Section(section_id=one.section_id, title=one.title, blocks=tuple(self._blocks(one.blocks)))
            for one in self.before.sections
        )
        findings = tuple(one for one in self.before.findings if self._keeps(one.sentence))
        self.said += len(self.before.findings) - len(findings)
        # Sentences beside figures are settled anew by whoever prints them: the old ones hold other figures' numbers.
        figures = tuple(replace(figure, sentence="") for figure in self.after)
        sources = tuple(self._source(card) for card in self.before.sources)
        return replace(self.before, sections=sections, findings=findings, figures=figures, sources=sources)

    def _source(self, card: SourceCard) -> SourceCard:
        return card if card.published else replace(card, rows=None)

    def _blocks(self, blocks: Sequence[Block]) -> Iterator[Block]:
        for block in blocks:
            yield from self._block(block)

    def _block(self, block: Block) -> Iterator[Block]:
        match block:
            case Tiles():
                yield block if not self._touches(block.figure_ids) else replace(block, title=_plain(block.title))
            case Prose():
                kept = tuple(sentence for sentence in block.sentences if self._keeps(sentence))
                self.said += len(block.sentences) - len(kept)
                if kept:
                    yield replace(block, sentences=kept)
            case Table():
                yield self._table(block) if self._is_traced(block) else self._left_out(block.title, block.table_id)
            case Chart():
                yield from self._chart(block)
            case Map():
                yield from self._map(block)
            case Notice():
                if not (self.hides and _has_digits(block.text)):
                    yield block

    def _chart(self, chart: Chart) -> Iterator[Block]:
        linked = {*_in_table(chart.table), *_in_points(chart)}
        if self._is_open(linked):
            yield self._with_sentence(chart)
        elif not self._is_traced(chart.table):
            yield self._left_out(chart.table.title, chart.chart_id)
        elif chart.kind in SEEN_THROUGH or any(p.figure_id is None for one in chart.series for p in one.points):
            yield self._left_out(chart.table.title, chart.chart_id)
            yield self._table(chart.table)
        else:
            yield self._redrawn(chart)

    def _redrawn(self, chart: Chart) -> Chart:
        """The chart with changed points moved and hidden ones gone, and no line that was drawn through all of them."""
        series = tuple(
            replace(
                one,
                points=tuple(
                    replace(point, y=self.now[point.figure_id].value, low=None, high=None, mark="")
                    if point.figure_id in self.touched
                    else point
                    for point in one.points
                ),
            )
            for one in chart.series
        )
        changed = any(point.figure_id in self.touched for one in chart.series for point in one.points)
        table = self._table(chart.table)
        return replace(
            chart,
            series=series,
            title=table.title if changed else chart.title,
            sentence=self._sentence(chart.sentence),
            references=(),
            table=table,
        )

    def _map(self, drawn: Map) -> Iterator[Block]:
        """A map's colours come from all its values at once, so one of own data is left out and its table stays."""
        if self._is_open(set(_in_table(drawn.table))):
            yield replace(drawn, sentence=self._sentence(drawn.sentence))
            return
        yield self._left_out(drawn.table.title, drawn.map_id)
        if self._is_traced(drawn.table):
            yield self._table(drawn.table)

    def _with_sentence(self, chart: Chart) -> Chart:
        return replace(chart, sentence=self._sentence(chart.sentence))

    def _table(self, table: Table) -> Table:
        if not any(cell.figure_id in self.own for row in table.rows for cell in row):
            return table
        rows = tuple((row[0], *(self._cell(cell) for cell in row[1:])) for row in table.rows)
        return replace(table, rows=rows, title=_plain(table.title), note=_plain(table.note))

    def _cell(self, cell: Cell) -> Cell:
        if cell.figure_id in self.touched:
            figure = self.now[cell.figure_id]
            return replace(cell, text=figure.text, value=figure.value)
        # A number that names no figure stands in a table of own data: it cannot be shown to be safe.
        if cell.figure_id is None and (cell.value is not None or _has_digits(cell.text)):
            return replace(cell, text=HIDDEN, value=None)
        return cell

    def _left_out(self, title: str, key: str) -> Notice:
        self.drawings += 1
        told = "It would show, or give away, numbers that the readers of this edition may not see."
        return Notice(notice_id=f"{key}.withheld", title=f"Left out: {_plain(title)}", text=told)

    def _keeps(self, sentence: Sentence) -> bool:
        linked = {span.figure_id for span in sentence.spans if span.figure_id}
        if linked & self.touched:
            return False
        return bool(linked) or not (self.hides and _has_digits(sentence.text))

    def _sentence(self, sentence: Sentence) -> Sentence:
        if self._keeps(sentence):
            return sentence
        self.said += 1
        return Sentence(spans=())

    def _touches(self, ids: Sequence[str]) -> bool:
        return bool(self.touched & set(ids))

    def _is_open(self, linked: set[str]) -> bool:
        """Whether what stands there is known to come from published data alone; while nothing is hidden, all may."""
        if not self.touched:
            return True
        return bool(linked) and not linked & self.own

    def _is_traced(self, table: Table) -> bool:
        """Whether the table's numbers name their figures, so that it is known which to hide."""
        linked = set(_in_table(table))
        return bool(linked) or not self.touched or not any(_is_number(cell) for row in table.rows for cell in row[1:])


def _in_table(table: Table) -> Iterator[str]:
    yield from (cell.figure_id for row in table.rows for cell in row if cell.figure_id)


def _in_points(chart: Chart) -> Iterator[str]:
    yield from (point.figure_id for one in chart.series for point in one.points if point.figure_id)


def _is_number(cell: Cell) -> bool:
    return cell.value is not None or _has_digits(cell.text)


def _has_digits(text: str) -> bool:
    return any(letter.isdigit() for letter in text)


def _plain(text: str) -> str:
    """Titles and notes of own data are kept only as far as they hold no number but a year or a month."""
    words = [word for word in text.split() if not _has_digits(word) or _is_year(word.strip(".,:;()"))]
    return " ".join(words)


def _is_year(word: str) -> bool:
    return len(word) in (4, 6) and word[:4].isdigit() and word[:2] in ("19", "20") and not word.endswith("%")
