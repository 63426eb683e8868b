"""The reference of measures: what is counted by SQL, step by step, and what is computed from the counts."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterable, Iterator

from fourpoint.config.house.source import SourceFile
from fourpoint.config.reference.formulas import draw_docstring, draw_formulas
from fourpoint.config.reference.markdown import draw_table
from fourpoint.warehouse import measures
from fourpoint.warehouse.measures.steps import Measure, Step, step_name

_OPENING = """\
# Measures

How every number of a profile comes about: first counted from the published rows by a chain of named SQL steps, then
computed from the counts by formulas whose source is given. Each has a slow, obvious twin in the tests that must agree.
What the numbers can bear is told in the [explanations](../explanation/README.md).
"""


def render_measures(held: Iterable[Measure], domain: Iterable[SourceFile]) -> str:
    """Return the page: the measures by name, each step once, and the formulas of the domain."""
    ordered = sorted(held, key=lambda measure: measure.name)
    steps = {step_name(step): step for measure in ordered for step in measure.steps}
    parts = [
        _OPENING,
        "## Counted by SQL",
        draw_table(("measure", "what it gives", "steps, in order"), [_row(measure) for measure in ordered]),
        "### The steps",
        *(_step(name, step) for name, step in sorted(steps.items())),
        "## Computed from counts",
        *draw_formulas(domain),
    ]
    return "\n\n".join(parts) + "\n"


def every_measure() -> Iterator[Measure]:
    """Yield the measures that the modules of `warehouse.measures` declare."""
    for found in pkgutil.iter_modules(measures.__path__):
        module = importlib.import_module(f"{measures.__name__}.{found.name}")
        yield from (value for value in vars(module).values() if isinstance(value, Measure))


def _row(measure: Measure) -> tuple[str, str, str]:
    return f"`{measure.name}`", measure.title, ", ".join(f"`{step_name(step)}`" for step in measure.steps)


def _step(name: str, step: Step) -> str:
    return draw_docstring(name, inspect.getdoc(step) or "")
