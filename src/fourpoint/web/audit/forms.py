"""The forms of the trail: what narrows it, as it comes in an address, and what a person declares."""

from typing import Any

from django import forms

from fourpoint.domain.operations import Operation
from fourpoint.services.audit import declaring
from fourpoint.services.audit.queries import TrailFilter

DAY = "Give the day as a date, for example 2026-03-31."
OPERATIONS = [("", "All operations"), *((one.value, one.value.capitalize()) for one in Operation)]


class TrailForm(forms.Form):
    """The filters of the trail; every one may be left empty."""

    operation = forms.ChoiceField(
        choices=OPERATIONS, required=False, error_messages={"invalid_choice": "Choose an operation of the list."}
    )
    person = forms.CharField(max_length=100, required=False)
    agency = forms.IntegerField(
        min_value=1,
        max_value=2**63 - 1,
        required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), "Choose an agency of the list."),
    )
    kind = forms.CharField(max_length=64, required=False)
    record = forms.CharField(max_length=64, required=False)
    purpose = forms.CharField(max_length=64, required=False)
    starts = forms.DateField(required=False, error_messages={"invalid": DAY})
    ends = forms.DateField(required=False, error_messages={"invalid": DAY})
    ours = forms.BooleanField(required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a period that ends before it begins."""
        held = super().clean() or {}
        starts, ends = held.get("starts"), held.get("ends")
        if starts and ends and ends < starts:
            self.add_error("ends", "The period ends before it begins: give a later last day, or an earlier first.")
        return held

    def filter(self) -> TrailFilter:
        """Return what is asked for; fields that could not be read do not narrow."""
        held = self.cleaned_data
        return TrailFilter(
            operation=held.get("operation") or "",
            person=(held.get("person") or "").strip(),
            agency_id=held.get("agency"),
            kind=(held.get("kind") or "").strip(),
            object_id=(held.get("record") or "").strip(),
            purpose=held.get("purpose") or "",
            starts_on=held.get("starts"),
            ends_on=held.get("ends"),
            ours=bool(held.get("ours")),
        )


class DeclareForm(forms.Form):
    """Something that is close to whoever fills it in."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=[(declaring.HOME, "Where I live"), (declaring.PERSON, "Somebody close to me")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether it is where you live or somebody close to you."},
    )
    words = forms.CharField(
        label="Street, or name",
        help_text="The street without the number, or first name and surname.",
        max_length=declaring.LONGEST,
        error_messages={"required": "Give the street or the name."},
    )
    postcode = forms.CharField(
        label="Postcode", help_text="Of where you live; leave it empty for a person.", max_length=20, required=False
    )
