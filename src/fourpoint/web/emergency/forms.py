"""The forms of breaking glass: what is asked before it, after it, and by its review."""

from collections.abc import Sequence

from django import forms

from fourpoint.services.emergency import limits
from fourpoint.services.emergency.openable import Openable
from fourpoint.services.sharing.purposes import list_choosable
from fourpoint.web.frame.fields import LongText

TIMES = (15, 30, 60, 120, 240)


class BreakForm(forms.Form):
    """Whose material, what for, for how long, and why it cannot wait."""

    agency = forms.ChoiceField(label="Whose records do you need to read?", widget=forms.Select)
    reason = forms.CharField(
        label="Who is in danger, and why can it not wait?",
        help_text="The agency is shown these words at once. Name no more people than you must.",
        max_length=2000,
        widget=LongText,
        error_messages={"required": "Say who is in danger and why it cannot wait."},
    )
    purpose = forms.ChoiceField(label="What is it for?", widget=forms.RadioSelect)
    minutes = forms.TypedChoiceField(label="For how long?", coerce=int, widget=forms.RadioSelect, initial=60)

    def __init__(self, *args: object, openable: Sequence[Openable], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = {
            "agency": [(one.code, one.name) for one in openable],
            "purpose": [(purpose.id, purpose.name) for purpose in list_choosable()],
            "minutes": [(str(minutes), _length(minutes)) for minutes in _times()],
        }
        for name, offered in choices.items():
            self.fields[name].choices = offered  # type: ignore[attr-defined]
            self.fields[name].error_messages["required"] = "Choose one."


class NoteForm(forms.Form):
    """What came of it."""

    note = forms.CharField(
        label="What came of it?",
        help_text="What you read, what you did with it, and whether anyone is still in danger.",
        max_length=4000,
        widget=LongText,
        error_messages={"required": "Say what you read, what you did with it, and whether anyone is still in danger."},
    )


class ReviewForm(forms.Form):
    """What the owner's information governance role finds."""

    finding = forms.ChoiceField(
        label="What do you find?", widget=forms.RadioSelect, error_messages={"required": "Choose what you find."}
    )
    words = forms.CharField(
        label="Why?",
        help_text="The reader and their agency are shown these words.",
        max_length=4000,
        widget=LongText,
        error_messages={"required": "Say why you find so: the reader and their agency are told."},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        found = limits.findings()
        self.fields["finding"].choices = [(one.id, one.name) for one in found]  # type: ignore[attr-defined]
        self.fields["finding"].hints = {one.id: one.words for one in found}  # type: ignore[attr-defined]


def _times() -> list[int]:
    low, high = limits.amount("shortest"), limits.amount("longest")
    return [minutes for minutes in TIMES if low <= minutes <= high] or [low]


def _length(minutes: int) -> str:
    if minutes < 60:
        return f"{minutes} minutes"
    hours = minutes / 60
    return f"{hours:g} hour{'' if hours == 1 else 's'}"
