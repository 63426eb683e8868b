"""The documentation says what is so: settings, commands, decisions and generated pages agree with the code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.core import TyperArgument, TyperOption
from typer.main import get_command

from fourpoint.config.cli import app
from fourpoint.config.commands.docs import generated_pages
from fourpoint.config.house.source import SourceFile
from fourpoint.config.reference.commands import walk_commands
from fourpoint.config.reference.indexes import INTRODUCTIONS
from fourpoint.config.reference.markdown import opening_of, title_of
from fourpoint.config.reference.pages import stale_pages
from fourpoint.config.reference.settings import SETTINGS
from tests.architecture.house import CHECKOUT, DOCS, files_on, tracked_paths

COMMANDS = dict(walk_commands(get_command(app)))
PAGES = [path for path in tracked_paths() if path.suffix == ".md" and path.name != "LICENSE.md"]
ADR_SECTIONS = ["Status", "Context", "Decision", "Consequences", "We would change this if"]
# What the tools around us set; not ours to document.
NOT_OURS = {"PATH", "HOME", "UV", "PLAYWRIGHT_BROWSERS_PATH", "DJANGO_SETTINGS_MODULE", "TERM", "CI"}
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)|!\[[^\]]*\]\(([^)\s]+)\)")


def environment_names(file: SourceFile) -> Iterator[str]:
    """Every environment variable that a file names beside `environ`."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith(("environ.get", "getenv", "environ.pop")):
            yield from (argument.value for argument in node.args[:1] if isinstance(argument, ast.Constant))
        if isinstance(node, ast.Subscript) and ast.unparse(node.value).endswith("environ"):
            yield from ([node.slice.value] if isinstance(node.slice, ast.Constant) else [])
        if isinstance(node, ast.Compare) and ast.unparse(node.comparators[0]).endswith("environ"):
            yield from ([node.left.value] if isinstance(node.left, ast.Constant) else [])


def test_every_environment_variable_is_documented_and_no_other():
    read = {name for file in files_on("config") for name in environment_names(file)} - NOT_OURS

    assert read == {setting.name for setting in SETTINGS}


def test_generated_pages_are_current():
    stale = stale_pages(generated_pages(get_command(app), CHECKOUT), CHECKOUT)

    assert stale == (), "Run ./fourpoint docs and commit what it writes."


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_explains_itself_and_its_options(name):
    command = COMMANDS[name]
    given = [parameter for parameter in command.params if isinstance(parameter, TyperArgument | TyperOption)]

    assert len((command.help or "").split()) >= 4, f"{name} needs a docstring worth reading."
    assert [parameter.name for parameter in given if not parameter.help and not parameter.hidden] == []


@pytest.mark.parametrize("page", PAGES, ids=str)
def test_links_lead_somewhere(page):
    text = re.sub(r"```.*?```", "", (CHECKOUT / page).read_text(encoding="utf-8"), flags=re.DOTALL)
    targets = [first or second for first, second in _LINK.findall(text)]
    local = [target.split("#")[0] for target in targets if not target.startswith(("http", "mailto:", "#"))]

    missing = [target for target in local if not (CHECKOUT / page.parent / target).exists()]

    assert missing == []


@pytest.mark.parametrize("page", [page for page in PAGES if page.parts[0] == "docs"], ids=str)
def test_page_has_a_title_and_opens_with_a_sentence(page):
    text = (CHECKOUT / page).read_text(encoding="utf-8")

    assert title_of(text)
    assert opening_of(text).endswith((".", ":", "?")) or page.parent.name == "adr"


def test_every_page_is_of_one_of_the_four_kinds_or_a_decision():
    folders = {path.name for path in DOCS.iterdir() if path.is_dir()}

    assert folders <= {*INTRODUCTIONS, "adr", "pictures"}


def decisions() -> list[Path]:
    return sorted((DOCS / "adr").glob("[0-9]*.md"))


@pytest.mark.parametrize("path", decisions(), ids=lambda path: path.stem)
def test_decision_has_its_sections_in_order_and_no_number_in_its_title(path):
    text = path.read_text(encoding="utf-8")

    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ADR_SECTIONS
    assert not title_of(text)[:1].isdigit()
    assert "Accepted" in text.partition("## Status")[2][:40] or "Superseded" in text.partition("## Status")[2][:40]


def test_decisions_are_numbered_once():
    numbers = [path.name[:4] for path in decisions()]

    assert len(numbers) == len(set(numbers))
