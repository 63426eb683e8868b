"""The reference of measures, from docstrings made up for the purpose."""

from pathlib import Path

from fourpoint.config.house.source import SourceFile
from fourpoint.config.reference.measures import every_measure, render_measures
from fourpoint.warehouse.measures.steps import Measure, Scope, step_name

BRIGHTNESS = '''"""How bright lamps are, for whoever walks home."""


def brightness(lamps, *, watts):
    """
    Return the brightness
    of a street.

    lamps   unit: lamps, >= 0
    source  told by a neighbour
    """


def dim(lamps):
    """Return less."""


def _glow(lamps):
    """
    Return more.

    source  nobody
    """
'''


def lit_sql(scope: Scope) -> str:
    """
    Return the lamps that are lit.

    lamp_id
    """
    return f"select lamp_id from lamps where force = '{scope.force}'"


def counted_sql(scope: Scope) -> str:
    """Return how many."""
    return "select count(*) from lit"


LAMPS = Measure(name="lamps", title="Lamps that are lit", steps=(lit_sql, counted_sql))


def test_page_tells_measures_steps_and_formulas_with_a_source():
    page = render_measures([LAMPS], [SourceFile(Path("brightness.py"), "hut.domain.brightness", BRIGHTNESS)])

    assert "| `lamps` | Lamps that are lit | `lit`, `counted` |" in page
    assert "#### `lit`\n\nReturn the lamps that are lit.\n\n```text\nlamp_id\n```" in page
    assert "### Brightness\n\nHow bright lamps are, for whoever walks home." in page
    assert "#### `brightness`\n\nReturn the brightness of a street.\n\n```text\nlamps   unit: lamps, >= 0\n" in page
    assert "`dim`" not in page
    assert "Return more" not in page


def test_measures_are_found_and_no_two_steps_share_a_name():
    measures = list(every_measure())
    steps = {step for measure in measures for step in measure.steps}

    assert measures
    assert len({measure.name for measure in measures}) == len(set(measures))
    assert len({step_name(step) for step in steps}) == len(steps)
