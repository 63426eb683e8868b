"""What the library's templates draw: the list's filters and pages, a paper's versions, who may see it."""

from dataclasses import dataclass

from fourpoint.domain.markdown import Block, read_markdown
from fourpoint.services.files.keeping import FileState
from fourpoint.services.library.listing import Choice, PaperFilter, PaperList
from fourpoint.services.library.queries import PaperPage, VersionLine
from fourpoint.web.frame.facets import Group, Option, useful
from fourpoint.web.library.asking import address, with_value, without

FILTERS = {
    "area": "Area",
    "threat": "Threat",
    "kind": "Kind of paper",
    "owner": "Owner",
    "marking": "Marking",
    "due": "Review",
    "state": "State",
}
FILE_WORDS = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word document",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel workbook",
    "application/vnd.oasis.opendocument.text": "OpenDocument text",
    "application/vnd.oasis.opendocument.spreadsheet": "OpenDocument sheet",
    "text/csv": "CSV table",
    "text/plain": "Plain text",
    "image/png": "PNG picture",
    "image/jpeg": "JPEG picture",
}


@dataclass(frozen=True, kw_only=True)
class Taken:
    """A filter that is set, and the address that gives it up."""

    name: str
    value: str
    href: str


def make_groups(asked: PaperFilter, found: PaperList) -> tuple[Group, ...]:
    """Return the filters that would change something: those with more than one value, or taken."""
    return useful(
        Group(field=field, name=name, options=tuple(_option(asked, field, choice) for choice in found.choices[field]))
        for field, name in FILTERS.items()
    )


def make_taken(asked: PaperFilter, found: PaperList) -> tuple[Taken, ...]:
    """Return the filters that are set, in words; one whose value no paper has by its code."""
    taken = [Taken(name="Search", value=asked.words, href=address(without(asked, "words")))] if asked.words else []
    for field, name in FILTERS.items():
        held = str(getattr(asked, field) or "")
        if held:
            words = {choice.value: choice.name for choice in found.choices[field]}
            taken.append(Taken(name=name, value=words.get(held, held), href=address(without(asked, field))))
    return tuple(taken)


@dataclass(frozen=True, kw_only=True)
class FileCard:
    """A file as the page speaks of it."""

    name: str
    words: str
    size: str
    sha256: str
    scan: FileState


def make_blocks(page: PaperPage) -> tuple[Block, ...]:
    """Return the written page of the version shown, empty for a file."""
    return read_markdown(page.version.text or "")


def make_file(line: VersionLine) -> FileCard | None:
    """Return the file of a version, None for a written page."""
    if line.scan is None:
        return None
    return FileCard(
        name=line.file_name,
        words=FILE_WORDS.get(line.media_type, line.media_type),
        size=size_words(line.size),
        sha256=line.sha256,
        scan=line.scan,
    )


def size_words(size: int) -> str:
    """Return a size in bytes as a reader says it."""
    if size < 1024:
        return f"{size} bytes"
    return f"{size / 1024:,.0f} kB" if size < 1024 * 1024 else f"{size / 1024 / 1024:,.1f} MB"


# ----------------------------------------------------------------------------------------------------------------------


def _option(asked: PaperFilter, field: str, choice: Choice) -> Option:
    is_taken = choice.value == str(getattr(asked, field) or "")
    other = without(asked, field) if is_taken else with_value(asked, field, choice.value)
    return Option(name=choice.name, count=choice.count, href=address(other), is_taken=is_taken)
