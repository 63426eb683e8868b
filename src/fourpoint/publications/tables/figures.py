"""Every figure of a document as one sheet: each number once, with all that is needed to question it."""

from fourpoint.domain.document import Document
from fourpoint.domain.figures import HIDDEN, Figure
from fourpoint.publications.tables.sheets import Sheet, SheetColumn, Value

_COLUMNS = (
    SheetColumn(key="figure_id", label="Figure id", meaning="names the figure in the page, the PDF and edition.json"),
    SheetColumn(key="label", label="Figure"),
    SheetColumn(key="area_code", label="Area code"),
    SheetColumn(key="area_name", label="Area"),
    SheetColumn(key="area_level", label="Area level"),
    SheetColumn(key="threat_id", label="Threat"),
    SheetColumn(key="period", label="Period"),
    SheetColumn(key="months", label="Months counted", meaning="YYYY-MM, separated by spaces"),
    SheetColumn(key="value", label="Value", numeric=True, meaning="empty when not known: see absent"),
    SheetColumn(key="unit", label="Unit"),
    SheetColumn(key="numerator", label="Numerator", numeric=True),
    SheetColumn(key="denominator", label="Denominator", numeric=True),
    SheetColumn(key="denominator_label", label="Denominator is"),
    SheetColumn(key="denominator_year", label="Denominator year"),
    SheetColumn(key="interval_low", label="Interval, low end", numeric=True),
    SheetColumn(key="interval_high", label="Interval, high end", numeric=True),
    SheetColumn(key="interval_level", label="Interval level", numeric=True, meaning="coverage, as 0.95"),
    SheetColumn(key="interval_method", label="Interval method"),
    SheetColumn(key="rows_used", label="Rows used", numeric=True),
    SheetColumn(key="rows_excluded", label="Rows excluded", numeric=True),
    SheetColumn(key="exclusions", label="Why rows were excluded"),
    SheetColumn(key="sources", label="Sources", meaning="source id and vintage"),
    SheetColumn(key="checksums", label="Source checksums", meaning="SHA-256, in the order of sources"),
    SheetColumn(key="formula", label="Formula"),
    SheetColumn(key="sentence", label="Sentence that uses it"),
    SheetColumn(key="absent", label="Why there is no value"),
    SheetColumn(key="caveats", label="Caveats"),
    SheetColumn(
        key="unconfirmed", label="Unconfirmed", meaning="yes when a catalogue entry it rests on is unconfirmed"
    ),
)


def _interval(figure: Figure) -> tuple[Value, ...]:
    found = figure.interval
    return (found.low, found.high, found.level, found.method) if found else (None, None, None, "")


def _rows(figure: Figure) -> tuple[Value, ...]:
    excluded = sum(each.rows for each in figure.excluded)
    reasons = "; ".join(f"{each.rows} {each.reason}" for each in figure.excluded)
    counted = figure.rows_used is not None
    return (figure.rows_used, excluded if counted or excluded else None, reasons)


def _row(figure: Figure) -> tuple[Value, ...]:
    below = figure.denominator
    return (
        figure.figure_id,
        figure.label,
        figure.area.code,
        figure.area.name,
        figure.area.level,
        figure.threat_id,
        figure.period,
        " ".join(figure.months),
        HIDDEN if figure.hidden else figure.value,
        figure.unit,
        figure.numerator,
        below.value if below else None,
        below.label if below else "",
        below.year if below else "",
        *_interval(figure),
        *_rows(figure),
        "; ".join(f"{source.source_id} {source.vintage}".strip() for source in figure.sources),
        "; ".join(source.checksum for source in figure.sources),
        figure.formula,
        figure.sentence,
        figure.absent,
        " ".join(figure.caveats),
        "yes" if figure.unconfirmed else "no",
    )


def sheet(document: Document) -> Sheet:
    """Return the sheet of all figures, in the document's order."""
    used = dict.fromkeys(source.source_id for figure in document.figures for source in figure.sources)
    return Sheet(
        name="figures",
        title="Every figure of the edition",
        columns=_COLUMNS,
        rows=tuple(_row(figure) for figure in document.figures),
        note="Each number of the edition stands here once, with what it was made from.",
        source_ids=tuple(used),
    )
