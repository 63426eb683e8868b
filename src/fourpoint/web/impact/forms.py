"""The forms of the register of impact assessments and of equality returns."""

from django import forms

from fourpoint.services.impact import register
from fourpoint.web.frame.fields import DayField, LongText

MOST_BYTES = 1_000_000


class ApprovalForm(forms.Form):
    """When and by which post it was approved."""

    approved_on = DayField(label="Approved on", error_messages={"required": "Say when it was approved."})
    approved_by = forms.CharField(
        label="Approved by",
        help_text="The post, as it stands on the signed document: for example Data protection officer.",
        max_length=200,
        error_messages={"required": "Say which post approved it."},
    )


class AssessmentForm(forms.Form):
    """An assessment to record."""

    kind = forms.ChoiceField(
        label="What is it?",
        choices=list(register.KINDS.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose which kind it is."},
    )
    title = forms.CharField(label="Title", max_length=200, error_messages={"required": "Give it a title."})
    reference = forms.CharField(
        label="Reference",
        help_text="As agreements name it.",
        max_length=100,
        error_messages={"required": "Give its reference."},
    )
    features = forms.MultipleChoiceField(
        label="Which features does it cover?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one feature that it covers."},
    )
    risks = forms.CharField(
        label="What could go wrong for people?",
        max_length=4000,
        widget=LongText,
        error_messages={"required": "Say what could go wrong for people."},
    )
    measures = forms.CharField(
        label="What is done about it?",
        max_length=4000,
        widget=LongText,
        error_messages={"required": "Say what is done about it."},
    )
    review_on = DayField(label="Review by", error_messages={"required": "Say by when it must be reviewed."})
    approved_on = DayField(label="Approved on", required=False)
    approved_by = forms.CharField(label="Approved by (the post)", max_length=200, required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        offered = register.features()
        self.fields["features"].choices = [(one.id, one.name) for one in offered]  # type: ignore[attr-defined]
        self.fields["features"].hints = {one.id: one.words for one in offered}  # type: ignore[attr-defined]


class ReturnForm(forms.Form):
    """A return of equality counts as a CSV file."""

    file = forms.FileField(label="Return (CSV)", error_messages={"required": "Choose a file."})

    def text(self) -> str:
        """Return what the file says; raises forms.ValidationError for one too large or not text."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError("The file is larger than 1 MB: a return holds counts, not people.")
        try:
            return str(file.read().decode("utf-8-sig"))
        except UnicodeDecodeError:
            raise forms.ValidationError("The file is not text in UTF-8: save it as CSV UTF-8.") from None
