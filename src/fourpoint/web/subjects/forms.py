"""The forms of subjects. They read what was typed and chosen; whether it may be so, the service says."""

from collections.abc import Iterable
from typing import Any

from django import forms

from fourpoint.services.subjects.finding import Candidate, Clue
from fourpoint.services.subjects.stating import LONGEST_REASON, LONGEST_TEXT
from fourpoint.services.subjects.words import CATEGORY, KIND_WORDS, categories, keyed, statement_kinds
from fourpoint.web.frame.fields import DayField, LongText

NEW = "new"


def _choices(codes: Iterable[str]) -> list[tuple[str, str]]:
    kinds = statement_kinds()
    return [(code, kinds[code].name) for code in codes]


def _found_by() -> list[str]:
    return [code for code in statement_kinds() if keyed(code) is not None]


class SearchForm(forms.Form):
    """What to look for: a name and a date of birth, or another identifier."""

    name = forms.CharField(required=False, max_length=200)
    birth = DayField(label="Date of birth", required=False)
    what = forms.ChoiceField(label="Or by", required=False)
    words = forms.CharField(
        label="As it was seen or written",
        help_text="Of a registration ? stands for one sign that was not seen, * for several.",
        required=False,
        max_length=LONGEST_TEXT,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = [code for code in _found_by() if code not in ("name", "date-of-birth")]
        self.fields["what"].choices = _choices(codes)  # type: ignore[attr-defined]

    def clues(self) -> list[Clue]:
        """Return the clues, once the form is valid."""
        held = self.cleaned_data
        birth = held["birth"].isoformat() if held["birth"] else ""
        said = (("name", held["name"]), ("date-of-birth", birth), (held["what"], held["words"]))
        return [Clue(code=code, text=text) for code, text in said if code and text.strip()]


class ConfirmForm(forms.Form):
    """Who or what an item names: as it is stated, and whether it is one of those that are held already."""

    kind = forms.ChoiceField(label="What it is", choices=tuple(KIND_WORDS.items()))
    code = forms.ChoiceField(label="What is stated of it")
    text = forms.CharField(
        label="As it is stated",
        max_length=LONGEST_TEXT,
        error_messages={"required": "Write what is stated: a name, a number or another identifier."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].choices = _choices(_found_by())  # type: ignore[attr-defined]


class ChooseForm(forms.Form):
    """One of the candidates, or none of them."""

    chosen = forms.ChoiceField(
        label="Is it one of these?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one of them, or say that it is none of them."},
    )

    def __init__(self, *args: Any, candidates: Iterable[Candidate], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        held = list(candidates)
        field: Any = self.fields["chosen"]
        field.choices = [(str(one.subject_id), f"{one.label} ({one.kind.lower()} {one.reference})") for one in held]
        field.choices.append((NEW, "None of these: make a new subject"))
        field.hints = {str(one.subject_id): "; ".join(one.reasons) for one in held}


class StateForm(forms.Form):
    """A statement of a subject, resting on an item of a report."""

    report = forms.CharField(
        label="Reference of the report it rests on",
        help_text="For example R-7K3Q-92FH. Its readers are the readers of what you state.",
        max_length=16,
        error_messages={"required": "Say which report it rests on."},
    )
    item = forms.IntegerField(
        label="Item of that report",
        min_value=1,
        initial=1,
        help_text="Its grade is the grade of what you state.",
        error_messages={"required": "Say which item of the report it rests on."},
    )
    code = forms.ChoiceField(label="What is stated")
    text = forms.CharField(
        label="In words",
        help_text="For a name, a number, a description.",
        required=False,
        max_length=LONGEST_TEXT,
    )
    other = forms.CharField(
        label="Reference of the other subject",
        help_text="For what ties it to another, as “Drives”. For example X-4TQ2-88KM.",
        required=False,
        max_length=16,
    )
    category = forms.ChoiceField(label="Category", help_text="For what a person is in the matter.", required=False)
    basis = forms.CharField(
        label="On what basis", help_text="For a suspect.", required=False, max_length=LONGEST_REASON, widget=LongText
    )
    recheck_on = DayField(label="Looked at again on", help_text="For a suspect.", required=False)
    from_on = DayField(label="From", help_text="When it held; else the days of the item.", required=False)
    to_on = DayField(label="Until", required=False)

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["code"].choices = _choices(code for code, one in statement_kinds().items() if kind in one.of)
        fields["category"].choices = [("", "None"), *((code, one.name) for code, one in categories().items())]
        if CATEGORY not in dict(fields["code"].choices):
            for name in ("category", "basis", "recheck_on"):
                del fields[name]


class JoinForm(forms.Form):
    """Another subject that is judged to be the same, and why."""

    other = forms.CharField(
        label="Reference of the other subject",
        help_text="For example X-4TQ2-88KM.",
        max_length=16,
        error_messages={"required": "Say which subject it is the same as."},
    )
    why = forms.CharField(
        label="Why they are one",
        help_text="What you saw. Names that look alike are no reason.",
        max_length=LONGEST_REASON,
        widget=LongText,
        error_messages={"required": "Say why they are one."},
    )


class ReasonForm(forms.Form):
    """Why something is withdrawn or taken back."""

    reason = forms.CharField(
        label="Why",
        help_text="Kept with it.",
        max_length=LONGEST_REASON,
        widget=LongText,
        error_messages={"required": "Say why."},
    )
