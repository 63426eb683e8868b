"""The reference of the command line, from an application made up for the purpose."""

import pytest
import typer
from typer.main import get_command

from fourpoint.config.reference.commands import render_commands, walk_commands


@pytest.fixture
def root():
    app, stove = typer.Typer(), typer.Typer()
    app.add_typer(stove, name="stove")

    @app.command()
    def sweep(room: str = typer.Argument(help="Which room."), twice: bool = typer.Option(False, help="Do it again.")):
        """Sweep a room."""

    @stove.command()
    def light(sticks: int = typer.Option(3, help="How many sticks.")):
        """Light the stove."""

    @app.command(hidden=True)
    def secret():
        """Not for the page."""

    return get_command(app)


def test_commands_are_walked_with_the_words_that_call_them(root):
    assert [name for name, _ in walk_commands(root)] == ["./fourpoint stove light", "./fourpoint sweep"]


def test_page_has_a_section_for_each_command_with_its_parameters(root):
    page = render_commands(root)

    assert "## `./fourpoint stove light`\n\nLight the stove." in page
    assert "| `--sticks` | How many sticks. | `3` |" in page
    assert "| `ROOM` | Which room. |  |" in page
    assert "| `--twice`, `--no-twice` | Do it again. |  |" in page
    assert "Not for the page" not in page
