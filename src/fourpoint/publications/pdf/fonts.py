"""Where the typeface stands that the PDF is set in, and the compiler's view of it."""

from functools import lru_cache
from importlib import resources
from pathlib import Path

import typst


class FontsMissing(ValueError):
    """The typeface has not been built."""


@lru_cache(maxsize=1)
def folder() -> Path:
    """
    Return the folder that holds the typeface's TrueType files, as the front-end build leaves them in the package.

    raises  FontsMissing, with how to mend it
    """
    found = Path(str(resources.files("fourpoint"))) / "web" / "frame" / "static" / "built" / "fonts"
    if not (found / "SourceSans3-Regular.ttf").is_file():
        raise FontsMissing(f"The typeface of the PDF is not in {found}: build the front end (./fourpoint demo does).")
    return found


def regular() -> Path:
    """Return the upright ordinary font; the others of the family print the same characters."""
    return folder() / "SourceSans3-Regular.ttf"


@lru_cache(maxsize=1)
def book() -> typst.Fonts:
    """Return the fonts that the compiler may use: the typeface and nothing of this machine."""
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder())])
