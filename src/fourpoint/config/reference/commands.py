"""The reference of the command line, from the commands themselves."""

import inspect
from collections.abc import Iterator

from typer.core import TyperArgument, TyperCommand, TyperGroup, TyperOption

from fourpoint.config.reference.markdown import draw_table

_OPENING = """\
# Commands

Everything that can be typed after `./fourpoint`. Each answers `--help` with the same words.
"""


def render_commands(root: object) -> str:
    """Return a section for every command and sub-command below the root, in alphabetical order."""
    sections = [_section(name, command) for name, command in walk_commands(root)]
    return "\n".join([_OPENING, *sections])


def walk_commands(command: object, name: str = "./fourpoint") -> Iterator[tuple[str, TyperCommand]]:
    """Yield every command that does something, with the words that call it; hidden ones are left out."""
    if isinstance(command, TyperCommand) and not command.hidden:
        yield name, command
    elif isinstance(command, TyperGroup) and not command.hidden:
        for word, child in sorted(command.commands.items()):
            yield from walk_commands(child, f"{name} {word}")


def _section(name: str, command: TyperCommand) -> str:
    words = inspect.cleandoc(command.help or "").replace("\f", "").replace("\b", "")
    parts = [f"## `{name}`", words]
    given = [parameter for parameter in command.params if isinstance(parameter, TyperArgument | TyperOption)]
    rows = [_row(parameter) for parameter in given if not parameter.hidden]
    if rows:
        parts.append(draw_table(("argument or option", "what it does", "default"), rows))
    return "\n\n".join(parts) + "\n"


def _row(parameter: TyperArgument | TyperOption) -> tuple[str, str, str]:
    if isinstance(parameter, TyperArgument):
        name = (parameter.metavar or parameter.name or "").upper()
        return f"`{name}`", parameter.help or "", "" if parameter.required else "optional"
    names = ", ".join(f"`{name}`" for name in (*parameter.opts, *parameter.secondary_opts))
    plain = parameter.default not in (None, False, (), []) and not callable(parameter.default)
    return names, parameter.help or "", f"`{parameter.default}`" if plain else ""
