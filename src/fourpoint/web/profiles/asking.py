"""From the reader's choices to what the profiles service is asked, and the form that shows the choices."""

from dataclasses import dataclass

from fourpoint.services.profiles.queries import Choices
from fourpoint.services.profiles.requests import ProfileRequest
from fourpoint.web.frame.addresses import url
from fourpoint.web.frame.words import month_words
from fourpoint.web.profiles.state import State

LABELS = {
    "threat": "Threat",
    "from": "From",
    "to": "To",
    "compare": "Compare with",
    "domain": "Deprivation shown",
}


@dataclass(frozen=True, kw_only=True)
class Option:
    """One thing that can be picked."""

    value: str
    text: str
    selected: bool


@dataclass(frozen=True, kw_only=True)
class Field:
    """One list to pick from; `error` stands with it when the pick could not be shown."""

    name: str
    label: str
    options: tuple[Option, ...]
    error: str = ""


@dataclass(frozen=True, kw_only=True)
class Error:
    """A line of the summary of errors, leading to the field it is about."""

    field: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Form:
    """The filter of a profile, or the form that freezes an edition."""

    action: str
    fields: tuple[Field, ...]
    errors: tuple[Error, ...] = ()


def to_request(area: str, state: State) -> ProfileRequest:
    """Return what to ask the service for; what the reader left out takes the service's default."""
    chosen = {
        "threat": state.threat,
        "first": state.first,
        "last": state.last,
        "compare": state.compare,
        "domain": state.domain,
    }
    return ProfileRequest(area=area, **{name: value for name, value in chosen.items() if value})


def make_form(area: str, choices: Choices, picked: ProfileRequest, *, error: str = "") -> Form:
    """Return the filter with what is shown now picked; an error is put to the field it names, else to the first."""
    months = tuple((month, month_words(month)) for month in choices.months)
    lists = {
        "threat": (choices.threats, picked.threat),
        "from": (months, picked.first),
        "to": (months, picked.last),
        "compare": (choices.compare, picked.compare),
        "domain": (choices.domains, picked.domain),
    }
    wrong = _field_of(picked, choices) if error else ""
    return Form(
        action=url("profiles:profile", area=area),
        fields=tuple(
            Field(
                name=name,
                label=LABELS[name],
                options=tuple(Option(value=value, text=text, selected=value == now) for value, text in options),
                error=error if name == wrong else "",
            )
            for name, (options, now) in lists.items()
        ),
        errors=(Error(field=wrong, text=error),) if error else (),
    )


def compared_words(choices: Choices, compare: str) -> str:
    """Return what the area is compared with, as it stands within a sentence."""
    words = dict(choices.compare).get(compare, compare)
    return words[0].lower() + words[1:] if compare in ("force", "similar") else words


def _field_of(picked: ProfileRequest, choices: Choices) -> str:
    """Return the first field whose pick is not among the choices; "from" when each is, but they do not go together."""
    offered = {
        "threat": (picked.threat, dict(choices.threats)),
        "compare": (picked.compare, dict(choices.compare)),
        "domain": (picked.domain, dict(choices.domains)),
        "to": (picked.last, (*choices.months, "")),
    }
    return next((name for name, (value, known) in offered.items() if value not in known), "from")
