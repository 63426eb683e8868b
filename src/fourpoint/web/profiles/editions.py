"""Cards of frozen editions: the strip on a profile, the list, the banner of one, and the form that freezes the next."""

from collections.abc import Sequence
from dataclasses import dataclass

from fourpoint.domain.editions import Staleness
from fourpoint.domain.months import quarter_of
from fourpoint.services.profiles.frozen import EditionCard, Newest
from fourpoint.services.profiles.hiding import the_cuts
from fourpoint.web.frame.addresses import url
from fourpoint.web.frame.words import date_words
from fourpoint.web.profiles.links import EditionLinks

# What can be taken away: the file's name in the address, and what it is.
FILES = (
    ("profile.pdf", "PDF", "The whole edition, tagged for assistive technology"),
    ("tables.ods", "Spreadsheet (ODS)", "Every table on a sheet of its own"),
    ("tables.zip", "Tables (CSV)", "Every table with a description of its columns"),
    ("edition.json", "Everything (JSON)", "Each figure once, with its sources and rows counted"),
)


@dataclass(frozen=True, kw_only=True)
class Download:
    """A file of an edition."""

    href: str
    name: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """An edition in a list; approval is empty for a cut that needs none."""

    label: str
    cut: str
    version: int
    approval: str
    href: str
    pdf_href: str
    frozen: str
    frozen_by: str
    is_newest: bool


@dataclass(frozen=True, kw_only=True)
class NewestLine:
    """The newest edition, as a live profile leads to it."""

    label: str
    cut: str
    href: str
    pdf_href: str
    frozen: str


@dataclass(frozen=True, kw_only=True)
class Strip:
    """What a live profile says of its editions; hrefs are empty where the reader may not, or there is none."""

    newest: NewestLine | None
    all_href: str
    freeze_href: str


@dataclass(frozen=True, kw_only=True)
class Banner:
    """What must be read before an edition: how old it is, and the newer version if there is one."""

    age: str
    sentence: str
    due: str
    newer_href: str
    newer: str


def make_line(card: EditionCard) -> Line:
    """Return an edition's line."""
    links = links_of(card)
    return Line(
        label=card.label,
        cut=card.cut_name,
        version=card.version,
        approval=_approval(card),
        href=links.edition(),
        pdf_href=links.download("profile.pdf"),
        frozen=date_words(card.frozen_at),
        frozen_by=card.frozen_by,
        is_newest=card.superseded_by is None,
    )


def make_groups(cards: Sequence[EditionCard]) -> tuple[tuple[str, tuple[Line, ...]], ...]:
    """Return the lines of each quarter, in the order of the cards."""
    labels = dict.fromkeys(card.label for card in cards)
    return tuple((label, tuple(make_line(card) for card in cards if card.label == label)) for label in labels)


def make_previews(area: str, labels: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Return, for who may freeze those quarters, the words and address of a preview of each cut."""
    return tuple(
        (
            f"{cut.name} of {label}",
            url("profiles:edition-preview", area=area, label=label, cut=cut.cut_id),
        )
        for label in labels
        for cut in the_cuts()
    )


def make_strip(area: str, newest: Newest | None, *, may_freeze: bool) -> Strip:
    """Return the strip of an area whose newest edition that is."""
    line = None
    if newest is not None:
        links = links_of(newest)
        line = NewestLine(
            label=newest.label,
            cut=newest.cut_name,
            href=links.edition(),
            pdf_href=links.download("profile.pdf"),
            frozen=date_words(newest.frozen_at),
        )
    return Strip(
        newest=line,
        all_href=url("profiles:editions", area=area) if newest else "",
        freeze_href=url("profiles:freeze", area=area) if may_freeze else "",
    )


def make_banner(card: EditionCard, stale: Staleness) -> Banner:
    """Return the banner of an edition as it is read today."""
    newer = ""
    if card.superseded_by is not None:
        there = {"area": card.area_code, "label": card.label, "cut": card.cut, "version": card.superseded_by}
        newer = url("profiles:edition", **there)
    return Banner(
        age=stale.age,
        sentence=stale.sentence,
        due=date_words(stale.next_due_on),
        newer_href=newer,
        newer=f"version {card.superseded_by}" if newer else "",
    )


def make_downloads(links: EditionLinks) -> tuple[Download, ...]:
    """Return the files of an edition."""
    return tuple(Download(href=links.download(file), name=name, words=words) for file, name, words in FILES)


def links_of(card: EditionCard | Newest) -> EditionLinks:
    """Return the addresses within an edition."""
    return EditionLinks(area=card.area_code, label=card.label, cut=card.cut, version=card.version)


def quarters(months: Sequence[str]) -> tuple[str, ...]:
    """Return the quarters whose last month is held, newest first: those that can be frozen."""
    return tuple(quarter_of(month) for month in reversed(months) if int(month[5:]) % 3 == 0)


def _approval(card: EditionCard) -> str:
    if card.is_proof:
        return "Proof: waits for a second person to approve it"
    return f"Approved on {date_words(card.approved_at)}" if card.approved_at else ""
