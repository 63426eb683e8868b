"""The forms of products. They read what was typed and chosen; whether it may be so, the service says."""

from typing import Any

from django import forms

from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Subject
from fourpoint.services.products.issuing import LONGEST_REASON
from fourpoint.services.products.writing import (
    LONGEST_QUESTION,
    LONGEST_REQUESTER,
    LONGEST_SCOPE,
    LONGEST_TEXT,
    LONGEST_TITLE,
    Terms,
)
from fourpoint.web.frame.fields import DayField, LongText, ManyChecks, TallText

Choices = Any


class TermsForm(forms.Form):
    """Terms of reference."""

    title = forms.CharField(
        max_length=LONGEST_TITLE,
        help_text="It names nobody, and stands in lists.",
        error_messages={"required": "Give it a title."},
    )
    question = forms.CharField(
        label="Question it answers",
        max_length=LONGEST_QUESTION,
        widget=LongText,
        error_messages={"required": "Say which question it answers."},
    )
    scope = forms.CharField(
        label="Scope",
        help_text="How far it goes, and what it leaves out.",
        max_length=LONGEST_SCOPE,
        widget=LongText,
        error_messages={"required": "Say how far it goes, and what it leaves out."},
    )
    period_from = DayField(label="Period from", error_messages={"required": "Give the first day of the period."})
    period_to = DayField(label="Period to", error_messages={"required": "Give the last day of the period."})
    requester = forms.CharField(
        label="Asked for by", max_length=LONGEST_REQUESTER, error_messages={"required": "Say who asked for it."}
    )
    due_on = DayField(label="Due on", error_messages={"required": "Give the day on which it is due."})
    senior = forms.ChoiceField(
        label="Senior officer who reviews it",
        help_text="Somebody other than its author.",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who reviews it."},
    )
    threat = forms.ChoiceField(required=False)
    areas = forms.MultipleChoiceField(required=False, widget=ManyChecks)

    def __init__(self, *args: Any, seniors: Choices, threats: Choices, areas: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["senior"].choices = list(seniors)  # type: ignore[attr-defined]
        self.fields["threat"].choices = [("", "None in particular"), *threats]  # type: ignore[attr-defined]
        self.fields["areas"].choices = list(areas)  # type: ignore[attr-defined]

    def terms(self) -> Terms:
        """Return the terms, once the form is valid."""
        held = dict(self.cleaned_data)
        return Terms(senior_id=int(held.pop("senior")), area_codes=tuple(held.pop("areas")), **held)


class SectionForm(forms.Form):
    """What a section says."""

    text = forms.CharField(
        label="What this section says",
        help_text="Plain paragraphs, parted by an empty line. Refer to sources by their numbers, as [3].",
        max_length=LONGEST_TEXT,
        required=False,
        widget=TallText,
    )


class CiteForm(forms.Form):
    """What is cited: an item of a report, or a statement of a subject."""

    kind = forms.ChoiceField(
        choices=(("report", "report"), ("statement", "statement")),
        error_messages={"required": "Say what is cited.", "invalid_choice": "Say what is cited."},
    )
    reference = forms.CharField(required=False, max_length=16)
    item = forms.IntegerField(
        required=False, min_value=1, max_value=1000, error_messages={"invalid": "Give the number of the item."}
    )
    statement = forms.IntegerField(required=False, min_value=1, max_value=2**62)


class ReturnForm(forms.Form):
    """Why a product is returned to its author."""

    reason = forms.CharField(
        label="What is to be changed?",
        max_length=LONGEST_REASON,
        widget=LongText,
        error_messages={"required": "Say what is to be changed: the author reads it."},
    )


class IssueForm(forms.Form):
    """How a product is issued."""

    marking = forms.ChoiceField(
        choices=tuple((one.value, one.words) for one in Marking),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it is marked."},
    )
    conditions = forms.MultipleChoiceField(
        label="Conditions of handling",
        help_text="Those of the items it cites are carried in any case.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    subject = forms.ChoiceField(
        label="Whom it is about, where that calls for care",
        choices=tuple((one.value, one.value) for one in Subject),
        widget=forms.RadioSelect,
        initial=Subject.NONE.value,
    )
    review_on = DayField(label="To be looked at again on", error_messages={"required": "Give the review day."})
    reason = forms.CharField(
        label="Why it can be issued",
        help_text="What you checked.",
        max_length=LONGEST_REASON,
        widget=LongText,
        error_messages={"required": "Say why it can be issued: what was checked."},
    )
    wider = forms.CharField(
        label="Why it may be read more widely than its sources (only where it would be)",
        help_text="What was taken out, and that nothing points to a source. It is kept as your decision.",
        max_length=LONGEST_REASON,
        required=False,
        widget=LongText,
    )

    def __init__(self, *args: Any, conditions: Choices, subjects: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["conditions"].choices = list(conditions)  # type: ignore[attr-defined]
        self.fields["subject"].choices = list(subjects)  # type: ignore[attr-defined]


class FurtherForm(forms.Form):
    """Which agencies may be given a product though its sources are closed to them, and why."""

    agencies = forms.MultipleChoiceField(
        label="Agencies that may be given it",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose the agencies that may be given it."},
    )
    reason = forms.CharField(
        label="Why they may read it",
        help_text="What was taken out, and that nothing points to a source. It is kept as your decision.",
        max_length=LONGEST_REASON,
        widget=LongText,
        error_messages={"required": "Say why they may read it."},
    )

    def __init__(self, *args: Any, agencies: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agencies"].choices = list(agencies)  # type: ignore[attr-defined]
