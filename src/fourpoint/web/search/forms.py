"""The forms of search: what is asked for, and the name under which a search is kept."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.urls import reverse

from fourpoint.services.search.asking import LONGEST_REASON, Asked
from fourpoint.services.search.kinds import many_names
from fourpoint.services.search.saved import LONGEST_NAME
from fourpoint.web.frame.fields import DayField

PLACES, KINDS_OF_ALL, THREATS = "Anywhere", "Everything", "Any threat"


class SearchForm(forms.Form):
    """What is asked for. Words are read by the service, which says what is wrong with them."""

    q = forms.CharField(label="Search", required=False)
    alike = forms.BooleanField(label="Also names spelt or sounding otherwise", required=False)
    kind = forms.ChoiceField(label="What", required=False)
    area = forms.ChoiceField(label="Area", required=False)
    threat = forms.ChoiceField(label="Threat", required=False)
    since = DayField(label="From", required=False)
    until = DayField(label="To", required=False)
    reason = forms.CharField(label="Why are you looking?", required=False, max_length=LONGEST_REASON)

    def __init__(self, *args: Any, areas: tuple[tuple[str, str], ...], threats: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, said, choices in (
            ("kind", KINDS_OF_ALL, list(many_names().items())),
            ("area", PLACES, list(areas)),
            ("threat", THREATS, list(threats.items())),
        ):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)  # noqa: S101
            field.choices = [("", said), *choices]

    def asked(self) -> Asked:
        """Return what is asked for, as far as it could be read."""
        held = getattr(self, "cleaned_data", {})
        return Asked(
            words=held.get("q", ""),
            alike=held.get("alike", False),
            kind=held.get("kind", ""),
            area=held.get("area", ""),
            threat=held.get("threat", ""),
            since=held.get("since"),
            until=held.get("until"),
            reason=held.get("reason", ""),
        )


class KeepForm(forms.Form):
    """The name of a search that is kept, and whether its owner wants to be told."""

    name = forms.CharField(label="Name", max_length=LONGEST_NAME)
    alerts = forms.BooleanField(label="Tell me when it finds more", required=False)


def parameters(asked: Asked) -> dict[str, str]:
    """Return a search as the fields of an address."""
    held = {"q": asked.words, "kind": asked.kind, "area": asked.area, "threat": asked.threat, "reason": asked.reason}
    held["alike"] = "on" if asked.alike else ""
    for name, day in (("since", asked.since), ("until", asked.until)):
        if day:
            held |= {f"{name}_0": str(day.day), f"{name}_1": str(day.month), f"{name}_2": str(day.year)}
    return {name: value for name, value in held.items() if value}


def address(asked: Asked, *, page: int = 1) -> str:
    """Return the address that asks for this."""
    held = parameters(asked) | ({"page": str(page)} if page > 1 else {})
    return reverse("search:search") + (f"?{urlencode(held)}" if held else "")
