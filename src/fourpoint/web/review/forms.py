"""The forms of a review and of a disposal."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from fourpoint.catalogue.keeping import CriterionEntry
from fourpoint.domain.review import LONGEST, Answer
from fourpoint.services.review.actions import LONGEST_REASON, Verdict
from fourpoint.web.frame.fields import DayField, LongText

OUTCOMES = (
    ("keep", "Keep it"),
    ("correct", "Keep it, and correct it"),
    ("restrict", "Keep it for our own agency only"),
    ("dispose", "Dispose of it"),
)
HINTS = {
    "keep": "Answer the questions of the assessment below. It is looked at again by its review group.",
    "correct": "It is wrong or out of date. It comes back here soon, to see that it was corrected.",
    "restrict": "What it was shared for is over: other agencies can no longer read it.",
    "dispose": "It is no longer necessary, or inadequate, out of date or excessive. It goes with all that hangs on it.",
}
STEPS = ("confirm", "refuse", "carry-out")


class ReviewForm(forms.Form):
    """A decision: what happens with the record, why, and the assessment when it is kept."""

    outcome = forms.ChoiceField(
        label="What is to happen with it?",
        choices=OUTCOMES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what is to happen with the record."},
    )
    reason = forms.CharField(
        label="Why?",
        help_text="Kept with the decision, for your own agency.",
        max_length=LONGEST_REASON,
        widget=LongText,
        error_messages={"required": "Say why: the reason is kept with the decision."},
    )
    next_on = DayField(
        label="Review it earlier than its group asks? (optional)",
        help_text="Only when it is kept. For example, 27 3 2027.",
        required=False,
    )

    def __init__(self, *args: Any, criteria: Sequence[CriterionEntry], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["outcome"].hints = HINTS  # type: ignore[attr-defined]
        self.criteria = criteria
        for one in criteria:
            self.fields[f"yes-{one.id}"] = forms.ChoiceField(
                label=one.question, choices=(("no", "No"), ("yes", "Yes")), widget=forms.RadioSelect, required=False
            )
            self.fields[f"why-{one.id}"] = forms.CharField(label="If yes, why?", max_length=LONGEST, required=False)

    def verdict(self) -> Verdict:
        """Return what was decided."""
        held = self.cleaned_data
        return Verdict(
            outcome=held["outcome"], reason=held["reason"], answers=self._answers(held), next_on=held["next_on"]
        )

    def _answers(self, held: Mapping[str, Any]) -> dict[str, Answer]:
        return {
            one.id: Answer(is_yes=held[f"yes-{one.id}"] == "yes", reason=held[f"why-{one.id}"].strip())
            for one in self.criteria
            if held[f"yes-{one.id}"]
        }


class StepForm(forms.Form):
    """The next step of a disposal; words only when it is refused, withdraw only when it is carried out."""

    step = forms.ChoiceField(choices=[(step, step) for step in STEPS], widget=forms.HiddenInput)
    words = forms.CharField(label="Why is it not disposed of?", max_length=500, required=False, widget=LongText)
    withdraw = forms.BooleanField(label="Withdraw the editions that printed it too", required=False)
