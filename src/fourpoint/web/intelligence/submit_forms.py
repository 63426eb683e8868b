"""The forms of passing something on, one for each screen: nothing in them must be filled in before it is saved."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings

from fourpoint.domain.submissions import Danger
from fourpoint.services.files.accepting import OFFERED
from fourpoint.services.intelligence.attaching import MOST_FILES
from fourpoint.services.intelligence.desks import DeskCard
from fourpoint.services.intelligence.drafts import MOST_SUBJECTS, SUBJECTS
from fourpoint.web.frame.fields import LongText, TallText

FILES, KINDS = "attached", "PDF, DOCX, ODT, XLSX, ODS, CSV, TXT, PNG or JPG."
DANGER = "Is anyone in danger now?"
NULL = "The text holds a character that no text has (a null): type it in again, or paste it as plain text."


def _text(label: str, hint: str = "", *, widget: type[forms.Widget] = forms.TextInput) -> forms.CharField:
    # What was typed is kept as it was, blanks and all.
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        strip=False,
        widget=widget,
        error_messages={"null_characters_not_allowed": NULL},
    )


class DangerForm(forms.Form):
    """The first question."""

    danger = forms.ChoiceField(
        label=DANGER,
        widget=forms.RadioSelect,
        choices=[(Danger.NOW.value, "Yes"), (Danger.UNSURE.value, "I am not sure"), (Danger.NO.value, "No")],
        error_messages={"required": "Say whether anyone is in danger now, or that you are not sure."},
    )


class WhatForm(forms.Form):
    """What is known, whom it is about, and several subjects kept apart."""

    what = _text(
        "What do you know?",
        "What was seen, heard or noticed. Leave out how you know it, and who told you: the next page asks.",
        widget=TallText,
    )
    who = _text("Who is it about? (optional)", "Names, nicknames, ages, looks, whatever you know.", widget=LongText)

    def __init__(self, *args: Any, subjects: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.subjects = min(subjects, MOST_SUBJECTS)
        for number in range(1, self.subjects + 1):
            self.fields[f"about_kind_{number}"] = forms.ChoiceField(
                label="What is it?", required=False, choices=list(SUBJECTS.items())
            )
            self.fields[f"about_words_{number}"] = _text("What do you know of it?", widget=LongText)

    def pairs(self) -> list[tuple[int, forms.BoundField, forms.BoundField]]:
        """Return the boxes of the subjects: number, kind, words."""
        numbers = range(1, self.subjects + 1)
        return [(number, self[f"about_kind_{number}"], self[f"about_words_{number}"]) for number in numbers]


class WhereForm(forms.Form):
    """Where and when it was, how it is known, and who else knows; where it was marked on a map goes along."""

    place = _text("Where was it? (optional)", "An address, a place, or a rough area.")
    postcode = _text("Postcode, if you know it (optional)")
    when = _text("When was it? (optional)", "A day, a time, how often, or since when.")
    soon = _text(
        "Is something about to happen? By when? (optional)", "“Friday night”, or “12 March”. Leave it out if not."
    )
    how_known = _text(
        "How do you know? (optional)",
        "Seen or heard yourself, told, read, noticed at work. Whoever told you is kept apart from what was told.",
        widget=LongText,
    )
    who_else = _text("Who else knows this? (optional)", "If few do, it could be guessed who passed it on.")


class YouForm(forms.Form):
    """What could come back on anybody, whether the desk may ask, and which desk it goes to."""

    comes_back = _text(
        "Could it come back on you or anyone, if this were acted on? (optional)",
        "Say on whom, and why. It decides what may be done with it.",
        widget=LongText,
    )
    may_contact = forms.ChoiceField(
        label="May we contact you about it? (optional)",
        required=False,
        widget=forms.RadioSelect,
        choices=[("yes", "Yes"), ("no", "No")],
    )
    contact = _text(
        "How, and when is it safe? (optional)", "You are asked in Fourpoint; say here if another way is better."
    )

    def __init__(self, *args: Any, desks: Sequence[DeskCard], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(desks) > 1:
            self.fields["desk"] = forms.ChoiceField(
                label="Which desk should it go to?",
                required=False,
                widget=forms.RadioSelect,
                choices=[(str(desk.desk_id), f"{desk.name}, {desk.agency}") for desk in desks],
            )


class AnswerForm(forms.Form):
    """The answer to a question of the desk."""

    text = _text("Your answer", "Say only what you know. If you do not know, say that.", widget=LongText)


class RowsForm(forms.Form):
    """A file of rows, one submission each."""

    file = forms.FileField(
        label="A CSV file",
        allow_empty_file=True,
        error_messages={"required": "Choose the file.", "invalid": "Choose the file."},
    )


class FilesInput(forms.FileInput):
    """A choice of several files at once."""

    allow_multiple_selected = True


class FilesForm(forms.Form):
    """Files that go with what is sent. Drawn here, and taken one by one: none holds up the words."""

    attached = forms.Field(
        label="Add photographs or documents (optional)", required=False, widget=FilesInput({"accept": OFFERED})
    )

    def __init__(self, *args: Any, is_urgent: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        hint = f"{MOST_FILES} files of {settings.FOURPOINT_LARGEST_FILE_MB} MB each at the most. {KINDS}"
        # The desk is told at once; a picture on a slow line is what takes time.
        self.fields[FILES].help_text = f"What you wrote arrives sooner alone. {hint}" if is_urgent else hint


class AttachForm(forms.Form):
    """A file to attach to what was sent."""

    file = forms.FileField(
        label="A file",
        help_text=f"{KINDS} What a camera or an office adds of its own goes.",
        allow_empty_file=True,
        max_length=None,
        widget=forms.FileInput({"accept": OFFERED}),
        error_messages={"required": "Choose the file.", "invalid": "Choose the file."},
    )


class TokenForm(forms.Form):
    """A token for a system of the agency's own."""

    name = forms.CharField(
        label="Which system sends?",
        help_text="For example, “Housing case system”.",
        max_length=80,
        error_messages={"required": "Name the system that sends."},
    )
    person = forms.ChoiceField(
        label="In whose name?",
        help_text="This person reads what became of it, answers questions about it, and stands for what is sent.",
        error_messages={"required": "Choose in whose name it sends.", "invalid_choice": "Choose somebody of the list."},
    )

    def __init__(self, *args: Any, people: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Choose a person"), *((str(number), name) for number, name in people)]
        self.fields["person"].choices = choices  # type: ignore[attr-defined]
