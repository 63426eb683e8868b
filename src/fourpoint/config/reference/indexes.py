"""The index of each folder of `docs/`: its pages by title, with the sentence each opens with."""

from pathlib import Path

from fourpoint.config.reference.markdown import draw_table, opening_of, title_of

INTRODUCTIONS = {
    "tutorials": (
        "Tutorials",
        "Lessons to be followed from the first line to the last, on data that come with the demo.",
    ),
    "how-to": ("How-to guides", "Each gets one thing done, for somebody who knows what they want."),
    "reference": ("Reference", "To look things up in. Pages written from the code say so at their head."),
    "explanation": ("Explanation", "Why things are as they are, and what numbers can and cannot say."),
}
_DECISIONS = """\
# Decisions

Each records what was decided, what it costs, and what would make us change it. Once accepted a record is not edited:
another supersedes it, and both say so. The number is in the file name only. Sections: Status, Context, Decision,
Consequences (the bad ones too), We would change this if.
"""


def render_index(checkout: Path, kind: str) -> str:
    """Return the index of one of the four kinds of page, by title."""
    heading, introduction = INTRODUCTIONS[kind]
    folder = checkout / "docs" / kind
    pages = {path: path.read_text(encoding="utf-8") for path in folder.glob("*.md") if path.name != "README.md"}
    rows = sorted(
        (title_of(text), f"[{title_of(text)}]({path.name})", opening_of(text)) for path, text in pages.items()
    )
    table = draw_table(("page", "what it is"), [row[1:] for row in rows])
    return f"# {heading}\n\n{introduction}\n\n{table}\n"


def render_decisions(checkout: Path) -> str:
    """Return the list of architecture decision records, by number."""
    paths = sorted((checkout / "docs" / "adr").glob("[0-9][0-9][0-9][0-9]-*.md"))
    rows = [
        (path.name[:4], f"[{title_of(text)}]({path.name})", _status(text)) for path in paths for text in [_read(path)]
    ]
    return f"{_DECISIONS}\n{draw_table(('number', 'decision', 'status'), rows)}\n"


def _status(text: str) -> str:
    return text.partition("## Status")[2].strip().split("\n\n", maxsplit=1)[0].strip(".")


def _read(path: Path) -> str:
    return path.read_text(encoding="utf-8")
