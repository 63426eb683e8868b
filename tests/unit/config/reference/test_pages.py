"""Generated pages: written once, stale when the text differs, indexed by title."""

from pathlib import Path

import pytest

from fourpoint.config.reference.indexes import render_decisions, render_index
from fourpoint.config.reference.markdown import draw_table, opening_of, title_of
from fourpoint.config.reference.pages import Page, stale_pages, write_pages
from fourpoint.config.reference.settings import SETTINGS, render_settings

STOVE = Page(path=Path("docs/stove.md"), source="the stove", render=lambda: "# Stove\n\nBurns.\n")


def test_a_page_that_is_not_there_is_stale_and_is_written(tmp_path):
    assert stale_pages([STOVE], tmp_path) == (STOVE.path,)

    assert write_pages([STOVE], tmp_path) == (STOVE.path,)

    assert stale_pages([STOVE], tmp_path) == ()
    assert (tmp_path / STOVE.path).read_text(encoding="utf-8").endswith("# Stove\n\nBurns.\n")


def test_a_current_page_is_not_touched(tmp_path):
    write_pages([STOVE], tmp_path)

    assert write_pages([STOVE], tmp_path) == ()


def test_a_page_edited_by_hand_is_stale(tmp_path):
    write_pages([STOVE], tmp_path)
    (tmp_path / STOVE.path).write_text("# Stove\n", encoding="utf-8")

    assert stale_pages([STOVE], tmp_path) == (STOVE.path,)


def test_the_head_of_a_page_says_where_it_comes_from():
    assert "from the stove. Do not edit" in STOVE.text.splitlines()[0]


@pytest.mark.parametrize(
    ("text", "title", "opening"),
    [
        ("# A\n\nFirst\nsentence. Second.\n\nThird.", "A", "First sentence."),
        ("<!-- note -->\n\n# B\n\nOnly one.", "B", "Only one."),
        ("# C\n", "C", ""),
        ("No heading.", "", ""),
    ],
)
def test_title_and_opening_of_a_page(text, title, opening):
    assert title_of(text) == title
    assert opening_of(text) == opening


def test_cells_cannot_break_their_table():
    assert draw_table(("a",), [("x | y\nz",)]).splitlines()[-1] == "| x \\| y z |"


def test_index_lists_pages_by_title_and_leaves_itself_out(tmp_path):
    folder = tmp_path / "docs" / "how-to"
    folder.mkdir(parents=True)
    (folder / "z.md").write_text("# Add a source\n\nPut a file here. Then run.\n", encoding="utf-8")
    (folder / "a.md").write_text("# Bring it back\n\nFrom a backup.\n", encoding="utf-8")
    (folder / "README.md").write_text("# Old\n", encoding="utf-8")

    rows = render_index(tmp_path, "how-to").splitlines()[-2:]

    assert rows == [
        "| [Add a source](z.md) | Put a file here. |",
        "| [Bring it back](a.md) | From a backup. |",
    ]


def test_decisions_are_listed_with_their_status(tmp_path):
    folder = tmp_path / "docs" / "adr"
    folder.mkdir(parents=True)
    (folder / "0007-stove.md").write_text("# One stove\n\n## Status\n\nAccepted.\n\n## Context\n", encoding="utf-8")

    assert render_decisions(tmp_path).splitlines()[-1] == "| 0007 | [One stove](0007-stove.md) | Accepted |"


def test_settings_page_names_every_setting():
    page = render_settings()

    assert [setting.name for setting in SETTINGS if f"`{setting.name}`" not in page] == []
    assert [setting.name for setting in SETTINGS] == sorted(setting.name for setting in SETTINGS)
