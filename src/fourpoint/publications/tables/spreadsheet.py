"""
Writes an OpenDocument spreadsheet (ODF 1.3), small and the same bytes each time.

Only what accessible tables need: sheets, columns with widths, header rows, words, numbers, links inside the file, and
a named range per table. No merged cells, no formulas: words are always typed as words, so none can become a formula.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from fourpoint.publications.ink import svg
from fourpoint.publications.tables import archive

_NAMES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("table", "table"),
        ("text", "text"),
        ("style", "style"),
        ("fo", "xsl-fo-compatible"),
        ("meta", "meta"),
    )
)
_LINKS = 'xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/"'
_MIME = "application/vnd.oasis.opendocument.spreadsheet"
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A cell that is more than its value: words in a style ("title", "head"), or that lead to a sheet of this file."""

    value: str | float
    style: str = ""
    sheet: str = ""


# Most cells are a bare value, and there are tens of thousands.
Cell = Entry | str | float


@dataclass(frozen=True, kw_only=True)
class Page:
    """A sheet: its name, its column widths in millimetres, its rows, and where its table starts (row of the heads)."""

    name: str
    widths: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]
    heads_at: int | None = None


def _paragraph(text: str, sheet: str) -> str:
    words = svg.words(text)
    if sheet:
        words = f'<text:a xlink:type="simple" xlink:href="#{svg.words(sheet)}">{words}</text:a>'
    return f"<text:p>{words}</text:p>"


def _cell(cell: Cell) -> str:
    return _printed(cell.value, cell.style, cell.sheet) if isinstance(cell, Entry) else _printed(cell, "", "")


@lru_cache(maxsize=8192)
def _printed(value: str | float, style: str, sheet: str) -> str:
    """Kept, since down a column of a profile most words and many numbers are said again and again."""
    styled = f' table:style-name="{style or "plain"}"'
    if isinstance(value, str):
        return f'<table:table-cell office:value-type="string"{styled}>{_paragraph(value, sheet)}</table:table-cell>'
    number = repr(int(value)) if value == int(value) else repr(float(value))
    return (
        f'<table:table-cell office:value-type="float" office:value="{number}"{styled}>'
        f"<text:p>{number}</text:p></table:table-cell>"
    )


def _row(row: Sequence[Cell]) -> str:
    return f'<table:table-row table:style-name="row">{"".join(map(_cell, row))}</table:table-row>'


def _page(page: Page) -> str:
    columns = "".join(f'<table:table-column table:style-name="wide{width}"/>' for width in page.widths)
    rows = [_row(row) for row in page.rows]
    if page.heads_at is not None:
        rows[page.heads_at] = f"<table:table-header-rows>{rows[page.heads_at]}</table:table-header-rows>"
    return f'<table:table table:name="{svg.words(page.name)}">{columns}{"".join(rows)}</table:table>'


def column_letters(index: int) -> str:
    """Return the letters of a column, 0 for A."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _range(page: Page) -> str:
    if page.heads_at is None:
        return ""
    last = f"{column_letters(len(page.rows[page.heads_at]) - 1)}{len(page.rows)}"
    address = f"'{page.name}'.A{page.heads_at + 1}:'{page.name}'.{last}"
    name = "table_" + "".join(each if each.isalnum() and each.isascii() else "_" for each in page.name)
    return (
        f'<table:database-range table:name="{name}" table:target-range-address="{svg.words(address)}" '
        'table:display-filter-buttons="false"/>'
    )


def _styles(pages: Sequence[Page]) -> str:
    widths = sorted({width for page in pages for width in page.widths})
    columns = "".join(
        f'<style:style style:name="wide{width}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width}mm"/></style:style>'
        for width in widths
    )
    row = (
        '<style:style style:name="row" style:family="table-row">'
        '<style:table-row-properties style:use-optimal-row-height="true"/></style:style>'
    )
    return columns + row + "".join(_cell_style(name) for name in ("plain", "head", "title"))


def _cell_style(name: str) -> str:
    size = {"title": 16}.get(name, 12)
    bold = ' fo:font-weight="bold"' if name in ("title", "head") else ""
    line = ' fo:border-bottom="1pt solid #12436d"' if name == "head" else ""
    wrap = "no-wrap" if name == "title" else "wrap"
    return (
        f'<style:style style:name="{name}" style:family="table-cell">'
        f'<style:table-cell-properties fo:wrap-option="{wrap}" style:vertical-align="top"{line}/>'
        f'<style:text-properties fo:font-size="{size}pt" fo:font-family="Arial"{bold} '
        'fo:language="en" fo:country="GB"/></style:style>'
    )


def _content(pages: Sequence[Page]) -> str:
    ranges = "".join(map(_range, pages))
    held = f"<table:database-ranges>{ranges}</table:database-ranges>" if ranges else ""
    return (
        f'{_HEAD}<office:document-content {_NAMES} {_LINKS} office:version="1.3">'
        f"<office:automatic-styles>{_styles(pages)}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{''.join(map(_page, pages))}{held}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )


def _meta(title: str, author: str, at: datetime) -> str:
    return (
        f'{_HEAD}<office:document-meta {_NAMES} {_LINKS} office:version="1.3"><office:meta>'
        f"<dc:title>{svg.words(title)}</dc:title><dc:creator>{svg.words(author)}</dc:creator>"
        f"<dc:language>en-GB</dc:language><dc:date>{at:%Y-%m-%dT%H:%M:%S}</dc:date>"
        "</office:meta></office:document-meta>"
    )


def _manifest() -> str:
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{path}" manifest:media-type="{kind}"/>'
        for path, kind in (
            ("/", _MIME),
            ("content.xml", "text/xml"),
            ("styles.xml", "text/xml"),
            ("meta.xml", "text/xml"),
        )
    )
    name = 'xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"'
    return f'{_HEAD}<manifest:manifest {name} manifest:version="1.3">{entries}</manifest:manifest>'


def write(pages: Sequence[Page], *, title: str, author: str, at: datetime) -> bytes:
    """Return the spreadsheet; `at` is the instant that it bears, inside and out."""
    styles = f'{_HEAD}<office:document-styles {_NAMES} office:version="1.3"><office:styles/></office:document-styles>'
    texts = (
        ("mimetype", _MIME),
        ("content.xml", _content(pages)),
        ("styles.xml", styles),
        ("meta.xml", _meta(title, author, at)),
        ("META-INF/manifest.xml", _manifest()),
    )
    return archive.pack([(name, text.encode("utf-8", errors="replace")) for name, text in texts], at=at)
