"""The forms by which a holder confirms destruction and an owner calls a copy back."""

from collections.abc import Sequence

from django import forms

from fourpoint.services.exports.actions import LONGEST_WORDS
from fourpoint.web.frame.fields import LongText


class DestructionForm(forms.Form):
    """How a copy was destroyed."""

    how = forms.ChoiceField(
        label="How was it destroyed?",
        widget=forms.RadioSelect,
        error_messages={"required": "Say how the copy was destroyed."},
    )

    def __init__(self, *args: object, ways: Sequence[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["how"].choices = ways  # type: ignore[attr-defined]


class RecallForm(forms.Form):
    """Why a copy is called back."""

    reason = forms.CharField(
        label="Why do you call it back?",
        help_text="The holder reads this. Say nothing that they may not know.",
        max_length=LONGEST_WORDS,
        widget=LongText,
        error_messages={"required": "Say why it is called back: the holder reads it."},
    )
