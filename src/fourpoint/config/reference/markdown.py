"""Pieces of Markdown that the generated pages share."""

from collections.abc import Iterable, Sequence


def draw_table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; line breaks and bars in cells are made harmless."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(_cell(cell) for cell in line)} |" for line in lines)


def title_of(text: str) -> str:
    """Return the first heading of a Markdown page; empty where it has none."""
    return next((line.removeprefix("# ").strip() for line in text.splitlines() if line.startswith("# ")), "")


def opening_of(text: str) -> str:
    """Return the first sentence that follows the title of a page; empty where none does."""
    paragraphs = text.partition("\n# ")[2] if not text.startswith("# ") else text.removeprefix("# ")
    body = paragraphs.partition("\n")[2].strip().split("\n\n", maxsplit=1)[0]
    words = " ".join(body.split())
    end = words.find(". ")
    return words if end < 0 else words[: end + 1]


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())
