"""The forms of the desk for rights of people."""

from collections.abc import Sequence
from typing import Any

from django import forms

from fourpoint.catalogue.keeping import RightEntry
from fourpoint.services.rights.requests import Asked
from fourpoint.web.frame.fields import DayField, LongText

ONE_A_LINE = "One a line."


class RequestForm(forms.Form):
    """A request to register."""

    right = forms.ChoiceField(
        label="What does the person ask for?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the person asks for."},
    )
    received_on = DayField(
        label="When was it received?",
        help_text="For example, 27 3 2027. The time to answer counts from this day.",
        error_messages={"required": "Give the day on which it was received."},
    )
    subject = forms.CharField(
        label="Full name of the person",
        max_length=200,
        error_messages={"required": "Give the person's name: it is what is searched for."},
    )
    other_names = forms.CharField(
        label="Other names (optional)", help_text=ONE_A_LINE, max_length=2000, required=False, widget=LongText
    )
    emails = forms.CharField(
        label="E-mail addresses (optional)", help_text=ONE_A_LINE, max_length=2000, required=False, widget=LongText
    )
    phones = forms.CharField(
        label="Telephone numbers (optional)", help_text=ONE_A_LINE, max_length=2000, required=False, widget=LongText
    )
    addresses = forms.CharField(
        label="Addresses (optional)", help_text=ONE_A_LINE, max_length=2000, required=False, widget=LongText
    )
    asked = forms.CharField(
        label="What did they ask, in their own words? (optional)", max_length=2000, required=False, widget=LongText
    )

    def __init__(self, *args: Any, rights: Sequence[RightEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["right"].choices = [(one.id, one.name) for one in rights]  # type: ignore[attr-defined]
        self.fields["right"].hints = {one.id: one.words for one in rights}  # type: ignore[attr-defined]

    def asked_for(self) -> Asked:
        """Return what was asked."""
        return Asked(**self.cleaned_data)


class StepForm(forms.Form):
    """One step with a request: which, on which find, and what goes with it. How long words may be, the step says."""

    step = forms.CharField()
    item = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    exemption = forms.CharField(required=False)
    state = forms.CharField(required=False)
    words = forms.CharField(required=False)
    after = forms.CharField(required=False)
