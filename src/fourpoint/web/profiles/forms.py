"""The forms with which someone writes, revises and withdraws commentary."""

from collections.abc import Sequence

from django import forms

from fourpoint.domain.markings import Marking
from fourpoint.services.profiles.commentary.actions import LONGEST
from fourpoint.services.profiles.commentary.readers import Readers

EMPTY = {"required": "Write what you want to say."}


class NoteForm(forms.Form):
    """A new note: its words, its readers and its marking."""

    text = forms.CharField(label="What do you want to say?", max_length=LONGEST, error_messages=EMPTY)
    readers = forms.ChoiceField(
        label="Who may read it?", error_messages={"required": "Choose who may read it."}, widget=forms.RadioSelect
    )
    marking = forms.ChoiceField(
        label="How is it marked?",
        error_messages={"required": "Choose how it is marked."},
        choices=[(marking.value, marking.words) for marking in Marking],
        widget=forms.RadioSelect,
    )
    for_public = forms.BooleanField(label="The public edition may print it", required=False)

    def __init__(self, *args: object, readers: Sequence[Readers], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["readers"].choices = [(one.code, one.words) for one in readers]  # type: ignore[attr-defined]
        self.details = {one.code: one.detail for one in readers}


class RevisionForm(forms.Form):
    """New words of a note."""

    text = forms.CharField(label="What it says", max_length=LONGEST, error_messages=EMPTY)


class WithdrawalForm(forms.Form):
    """Why a note is withdrawn."""

    reason = forms.CharField(
        label="Why do you withdraw it?", max_length=LONGEST, error_messages={"required": "Say why you withdraw it."}
    )
