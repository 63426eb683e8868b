"""What a button of the desk sends: an act, and what goes with it; who works there."""

from typing import Any

from django import forms

from fourpoint.domain.submissions import LONGEST_ANSWER, Priority
from fourpoint.services.intelligence.sorting import list_alerts
from fourpoint.services.intelligence.staffing import Staffing

# The services say in a sentence what is too long, and by how much; this only stops what nobody typed.
LONGEST_SENT = 100 * LONGEST_ANSWER


class ActForm(forms.Form):
    """One act with a submission: which, the words that it needs, and whom or what it chooses."""

    act = forms.SlugField(max_length=32)
    words = forms.CharField(max_length=LONGEST_SENT, required=False)
    to = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    threat = forms.CharField(max_length=64, required=False)
    level = forms.CharField(max_length=80, required=False)
    alerts = forms.TypedMultipleChoiceField(required=False, coerce=str)
    change = forms.SlugField(max_length=32, required=False)
    priority = forms.TypedChoiceField(
        choices=[(one.value, one.value) for one in Priority], required=False, coerce=Priority, empty_value=None
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["alerts"].choices = [(one.id, one.name) for one in list_alerts()]  # type: ignore[attr-defined]

    def clean_alerts(self) -> tuple[str, ...]:
        """Return the codes of the alerts that are to stand over it."""
        return tuple(self.cleaned_data["alerts"])

    def clean_to(self) -> int:
        """Return whom or what was chosen, 0 for nobody and nothing."""
        return self.cleaned_data["to"] or 0


class StaffForm(forms.Form):
    """Who works at a desk, and who of them is on duty."""

    listed = forms.MultipleChoiceField(
        label="Who works at the desk?",
        help_text="They alone read what arrives. Who is left out reads it no more, from now on.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose who works at the desk: nobody else reads what arrives."},
    )
    duty = forms.ChoiceField(
        label="Who is on duty?",
        help_text="Answers for whatever arrives until somebody takes it, and is paged when someone is in danger.",
        error_messages={"required": "Choose who is on duty."},
    )

    def __init__(self, *args: Any, staffing: Staffing, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(one.person_id), one.name) for one in staffing.people]
        for name in ("listed", "duty"):
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.fields["listed"].hints = {  # type: ignore[attr-defined]
            str(one.person_id): "Has no role any more that lets them triage."
            for one in staffing.people
            if not one.can_triage
        }
        self.fields["listed"].initial = [str(one.person_id) for one in staffing.people if one.is_listed]
        self.fields["duty"].initial = next((str(one.person_id) for one in staffing.people if one.is_on_duty), "")

    def people(self) -> tuple[int, ...]:
        """Return who was chosen."""
        return tuple(int(one) for one in self.cleaned_data["listed"])

    def on_duty(self) -> int:
        """Return who is on duty."""
        return int(self.cleaned_data["duty"])


class CapacityForm(forms.Form):
    """How many submissions a desk can evaluate in a day."""

    capacity = forms.IntegerField(
        label="How many submissions can the desk evaluate in a day?",
        help_text="The forecast of the workload is reckoned from it.",
        error_messages={"required": "Give a number, one at least.", "invalid": "Write it as a whole number, as 12."},
    )
