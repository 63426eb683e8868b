"""
The generated pages of `docs/`: which there are, whether each is current, and how they are written.

A page is a function that returns Markdown, the same for the same checkout, so that a stale page is seen by comparing.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

_NOTE = "<!-- Written by `./fourpoint docs` from {source}. Do not edit: change the source and run it again. -->"


@dataclass(frozen=True, kw_only=True)
class Page:
    """
    A generated page.

    path    where it stands in the checkout
    source  what it is made from, in words for its head
    render  returns the whole page as Markdown, beginning with its title
    """

    path: Path
    source: str
    render: Callable[[], str]

    @property
    def text(self) -> str:
        """The page as it should stand on disk."""
        return f"{_NOTE.format(source=self.source)}\n\n{self.render().strip()}\n"


def stale_pages(pages: Iterable[Page], checkout: Path) -> tuple[Path, ...]:
    """Return the paths of the pages whose text on disk is not what would be written now."""
    return tuple(page.path for page in pages if _on_disk(checkout / page.path) != page.text)


def write_pages(pages: Iterable[Page], checkout: Path) -> tuple[Path, ...]:
    """Write every page that is not current; return the paths of those written."""
    written = []
    for page in pages:
        if _on_disk(checkout / page.path) != page.text:
            (checkout / page.path).parent.mkdir(parents=True, exist_ok=True)
            (checkout / page.path).write_text(page.text, encoding="utf-8")
            written.append(page.path)
    return tuple(written)


def _on_disk(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.is_file() else None
