"""Fields of forms that GOV.UK's patterns ask for and Django lacks: a day in three boxes, long lists, long text."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms


class DayWidget(forms.Widget):
    """Three boxes named `name_0`, `name_1`, `name_2`: day, month, year. Drawn by `frame/form.html.jinja`."""

    is_day = True
    input_type = "text"

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> tuple[str, ...]:
        """Return what was written in the three boxes."""
        return tuple(str(data.get(f"{name}_{part}", "")).strip() for part in range(3))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Return whether none of the three boxes was sent."""
        return not any(f"{name}_{part}" in data for part in range(3))

    @staticmethod
    def parts(value: Any) -> tuple[str, str, str]:
        """Return what stands in the three boxes for a date, for what was written before, or for nothing."""
        if isinstance(value, date):
            return str(value.day), str(value.month), str(value.year)
        return tuple(value) if value else ("", "", "")


class DayField(forms.Field):
    """A day, as a date; every wrong day is refused in one sentence."""

    widget = DayWidget

    def to_python(self, value: Any) -> date | None:
        """Return the date, None for three empty boxes; raises ValidationError for what is no day."""
        if value is None or isinstance(value, date):
            return value
        if not any(value):
            return None
        try:
            day, month, year = (int(part) for part in value)
            made = date(year, month, day)
        except (ValueError, OverflowError):
            made = None
        if made is None or not 1900 <= made.year <= 2199:
            raise forms.ValidationError("That is no day: write it as numbers, for example 27 3 2027.")
        return made


class ManyChecks(forms.CheckboxSelectMultiple):
    """Boxes of a long list to tick, as of areas: drawn in columns where there is room."""

    spread = "fp-columns-of-checks"


class LongText(forms.Textarea):
    """A box of several lines. Drawn by `frame/form.html.jinja`."""

    is_text_area = True
    lines = 4


class TallText(LongText):
    """A box of many lines, for what a page is there to be told."""

    lines = 9
