"""
Colours and sizes for charts and maps, and how they were chosen.

Categories use the categorical palette of the UK Government Analysis Function (dark blue, turquoise, dark pink, orange,
dark grey, light purple), made to be told apart with colour vision deficiency. Maps use ColorBrewer: YlGnBu for
classes, RdBu's two ends for hot and cold, OrRd for density; bivariate maps use a 3 by 3 blend of teal and purple.
No colour ever stands alone: marks differ by shape, lines by dashes, fills by pattern, and all are labelled directly.
The pairs of ink and paper are tested for contrast in tests/unit/publications/ink/test_theme.py.
"""

from dataclasses import dataclass

CATEGORIES = ("#12436D", "#28A197", "#801650", "#F46A25", "#3D3D3D", "#A285D1")
DASHES = ("", "6 3", "2 2", "8 3 2 3", "1 3", "10 4")

_SEQUENCES = {
    3: ("#EDF8B1", "#7FCDBB", "#2C7FB8"),
    4: ("#FFFFCC", "#A1DAB4", "#41B6C4", "#225EA8"),
    5: ("#FFFFCC", "#A1DAB4", "#41B6C4", "#2C7FB8", "#253494"),
    6: ("#FFFFCC", "#C7E9B4", "#7FCDBB", "#41B6C4", "#2C7FB8", "#253494"),
    7: ("#FFFFCC", "#C7E9B4", "#7FCDBB", "#41B6C4", "#1D91C0", "#225EA8", "#0C2C84"),
}
DENSITY = ("#FEF0D9", "#FDCC8A", "#FC8D59", "#E34A33", "#B30000")
HOT, COLD, NEITHER = "#B2182B", "#2166AC", "#F3F2F1"

# Row by row from low to high second variable; within a row from low to high first variable.
BIVARIATE = (
    ("#E8E8E8", "#ACE4E4", "#5AC8C8"),
    ("#DFB0D6", "#A5ADD3", "#5698B9"),
    ("#BE64AC", "#8C62AA", "#3B4994"),
)


@dataclass(frozen=True, kw_only=True)
class Theme:
    """
    The look of a drawing; sizes are in the units of its width.

    text    size of ordinary labels; keep at 12 or more once the drawing is shown at its own width
    ink     for words and axes; muted for lesser words (at least 4.5 to 1 on paper); faint for grid lines
    accent  for the area the document is about, signal for what lies outside the limits
    """

    text: float = 14
    ink: str = "#0B0C0C"
    muted: str = "#505A5F"
    faint: str = "#D9DDE0"
    paper: str = "#FFFFFF"
    accent: str = CATEGORIES[0]
    ordinary: str = "#7189A1"
    signal: str = "#B2182B"
    font: str = "Source Sans 3, Helvetica Neue, Arial, sans-serif"


PAGE = Theme()
PRINT = Theme(text=13.5, font="Source Sans 3")


def sequence(count: int) -> tuple[str, ...]:
    """Return that many colours from light to dark; fewer than three and more than seven repeat the nearest set."""
    colours = _SEQUENCES[min(max(count, 3), 7)]
    return tuple(colours[min(index, len(colours) - 1)] for index in range(max(count, 1)))


def _channel(value: int) -> float:
    share = value / 255
    return share / 12.92 if share <= 0.04045 else float(((share + 0.055) / 1.055) ** 2.4)


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour written #RRGGBB: WCAG 2.2, "relative luminance"."""
    red, green, blue = (_channel(int(colour[at : at + 2], 16)) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, 1 to 21: WCAG 2.2, "contrast ratio"."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def ink_on(colour: str, theme: Theme = PAGE) -> str:
    """Return the ink or the paper of the theme, whichever is read more easily on that colour."""
    return max((theme.ink, theme.paper), key=lambda candidate: contrast(candidate, colour))
