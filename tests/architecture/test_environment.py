"""Clock, randomness and environment are arguments: only the edge reads them, and nothing prints behind our back."""

import ast
from collections.abc import Iterator

from fourpoint.config.house.source import SourceFile
from tests.architecture.house import files_on, place, source_files

CLOCKS = {"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "timezone.now"}
CHANCE = ("random.", "secrets.", "uuid.uuid4", "np.random.seed", "np.random.rand", "numpy.random.seed")
# The rooms whose answers must be the same for the same question, whenever it is asked.
TIMELESS = ("fourpoint.domain", "fourpoint.catalogue", "fourpoint.warehouse.measures", "fourpoint.publications")


def dotted_names(file: SourceFile) -> Iterator[tuple[str, int]]:
    """Every attribute read in a file, as written, with its line."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Attribute):
            yield ast.unparse(node), node.lineno


def imported_names(file: SourceFile) -> Iterator[tuple[str, int]]:
    """Every name a file imports, in full, with its line."""
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Import):
            yield from ((alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from ((f"{node.module}.{alias.name}", node.lineno) for alias in node.names)


def test_only_config_reads_the_environment():
    elsewhere = [file for file in source_files() if not file.module.startswith("fourpoint.config")]
    names = {"os.environ", "os.getenv", "os.environb"}
    found = [
        place(file, line)
        for file in elsewhere
        for name, line in (*dotted_names(file), *imported_names(file))
        if name in names
    ]

    assert found == [], f"Take these values as arguments or from django.conf settings: {found}"


def test_domain_reads_no_clock_and_throws_no_dice():
    found = [
        place(file, line)
        for file in files_on("domain")
        for name, line in (*dotted_names(file), *imported_names(file))
        if any(name.endswith(clock) for clock in CLOCKS) or name.startswith(CHANCE) or name in {"random", "secrets"}
    ]

    assert found == [], f"Make the instant, or the random generator, an argument: {found}"


def test_timeless_rooms_read_no_clock():
    found = [
        place(file, line)
        for file in source_files()
        if file.module.startswith(TIMELESS)
        for name, line in dotted_names(file)
        if any(name == clock or name.endswith(f".{clock}") for clock in CLOCKS)
    ]

    assert found == [], f"Make the instant an argument: {found}"


def test_nothing_prints_but_through_a_console():
    found = [
        place(file, node.lineno)
        for file in source_files()
        for node in ast.walk(file.tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in {"print", "pprint", "breakpoint"}
    ]

    assert found == []
