"""The forms of intelligence reports. They read what was typed and chosen; whether it may be so, the service says."""

from typing import Any

from django import forms
from django.http import QueryDict

from fourpoint.domain.errors import Unusable
from fourpoint.domain.grading import Grade, InformationGrade, Meanings, SourceGrade
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Handling
from fourpoint.services.intelligence.reading import COLLECTION_WORDS, ItemCard
from fourpoint.services.intelligence.reporting import (
    LONGEST_ITEM,
    LONGEST_NOTE,
    LONGEST_PLACE,
    LONGEST_TITLE,
    ItemDraft,
)
from fourpoint.web.frame.fields import DayField, LongText, ManyChecks
from fourpoint.web.frame.numbers import read_number

# More than one report should hold; a form that asks for more was not filled in by hand.
MOST_ITEMS = 30


class ReportForm(forms.Form):
    """What a report says beside its items."""

    title = forms.CharField(
        max_length=LONGEST_TITLE,
        help_text="It names nobody, and stands in lists.",
        error_messages={"required": "Give the report a title."},
    )
    collection = forms.ChoiceField(
        label="How it was collected",
        choices=tuple(COLLECTION_WORDS.items()),
        widget=forms.RadioSelect,
        initial="volunteered",
    )
    provenance = forms.CharField(
        label="How the source knows",
        help_text="Read on the desk alone, and never part of what is released. Do not name the source.",
        max_length=LONGEST_NOTE,
        required=False,
        widget=LongText,
    )
    risk = forms.CharField(
        label="Risk",
        help_text="What could come of its use, to the source or anyone else, and what is done about it.",
        max_length=LONGEST_NOTE,
        required=False,
        widget=LongText,
    )
    threat = forms.ChoiceField(required=False)
    areas = forms.MultipleChoiceField(required=False, widget=ManyChecks)

    def __init__(self, *args: Any, threats: Any, areas: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["threat"].choices = [("", "None in particular"), *threats]  # type: ignore[attr-defined]
        self.fields["areas"].choices = list(areas)  # type: ignore[attr-defined]


class TitleForm(forms.Form):
    """The title of a sanitised report."""

    title = forms.CharField(
        max_length=LONGEST_TITLE,
        help_text="It names nobody, and stands in lists.",
        error_messages={"required": "Give the report a title."},
    )


class ItemForm(forms.Form):
    """One item of information and its grade."""

    text = forms.CharField(
        label="What it says",
        max_length=LONGEST_ITEM,
        widget=LongText,
        error_messages={"required": "Write what the item says, or take the item out."},
    )
    source = forms.ChoiceField(
        label="Source", widget=forms.RadioSelect, error_messages={"required": "Grade the source."}
    )
    information = forms.ChoiceField(
        label="Information", widget=forms.RadioSelect, error_messages={"required": "Grade the information."}
    )
    handling = forms.ChoiceField(label="Handling", widget=forms.RadioSelect, initial=Handling.PERMITTED.value)
    conditions = forms.MultipleChoiceField(
        label="Conditions", help_text="With code C only.", required=False, widget=forms.CheckboxSelectMultiple
    )
    from_on = DayField(label="From", help_text="The day of what it tells of, if it is known.", required=False)
    to_on = DayField(label="Until", required=False)
    place = forms.CharField(max_length=LONGEST_PLACE, required=False)
    postcode = forms.CharField(max_length=10, required=False)

    def __init__(self, *args: Any, meanings: Meanings, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = {code.value for code in Handling}
        said = meanings.handling.items()
        for name, held in (
            ("source", meanings.sources.items()),
            ("information", meanings.information.items()),
            ("handling", [(code, one) for code, one in said if code in codes]),
            ("conditions", [(code, one) for code, one in said if code not in codes]),
        ):
            self.fields[name].choices = [(code, f"{code}: {one.words}") for code, one in held]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Hold that the grade is one, as the domain says."""
        held: dict[str, Any] = super().clean() or {}
        if {"source", "information", "handling"} <= held.keys():
            try:
                held["grade"] = Grade(
                    source=SourceGrade(held["source"]),
                    information=InformationGrade(held["information"]),
                    handling=Handling(held["handling"]),
                    conditions=frozenset(held.get("conditions") or ()),
                )
            except Unusable as error:
                self.add_error("conditions", str(error))
        if held.get("from_on") and held.get("to_on") and held["to_on"] < held["from_on"]:
            self.add_error("to_on", "It ends before it begins: put the earlier day first.")
        return held

    def item(self) -> ItemDraft:
        """Return the item, once the form is valid."""
        held = self.cleaned_data
        return ItemDraft(
            text=held["text"],
            grade=held["grade"],
            from_on=held["from_on"],
            to_on=held["to_on"],
            place=held["place"],
            postcode=held["postcode"],
        )


class ReleaseForm(forms.Form):
    """At which marking a sanitised report is released, and why it can be."""

    marking = forms.ChoiceField(
        choices=tuple((one.value, one.words) for one in Marking),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how it is marked."},
    )
    reason = forms.CharField(
        label="Why it can be released",
        help_text="What was taken out, and that nothing points to the source. Kept in the history of the report.",
        max_length=1000,
        widget=LongText,
        error_messages={"required": "Say why it can be released."},
    )


class OlderForm(forms.Form):
    """A file of an older register."""

    file = forms.FileField(
        label="A CSV file",
        allow_empty_file=True,
        error_messages={"required": "Choose the file.", "invalid": "Choose the file."},
    )


class SourceForm(forms.Form):
    """A source to enter in the register."""

    identity = forms.CharField(
        label="Who the source is",
        help_text="Encrypted, and shown to those on its list alone, one at a time, for a reason that is kept.",
        max_length=2000,
        widget=LongText,
        error_messages={"required": "Say who the source is."},
    )
    report = forms.CharField(
        label="Reference of a report that rests on it",
        help_text="For example R-7K3Q-92FH.",
        required=False,
        max_length=16,
    )


class ReasonForm(forms.Form):
    """Why somebody needs to know who a source is."""

    reason = forms.CharField(
        label="Why you need to know",
        max_length=1000,
        widget=LongText,
        error_messages={"required": "Say why you need to know who the source is: the reason is kept."},
    )


def read_items(
    data: QueryDict | None, held: tuple[ItemCard, ...], *, meanings: Meanings, text: str = "", is_sent: bool = True
) -> list[ItemForm]:
    """
    Return the forms of the items: as sent, or of those that there are, one at the least.

    A button named "add" asks for one more, one named "remove" (with a number) for one fewer.

    text     what the first says when there is none yet
    is_sent  false: nothing is to be saved, so that no mistake is shown
    """
    if data is None:
        first = [_initial(card) for card in held] or [{"text": text}]
        return [ItemForm(prefix=f"item-{number}", initial=one, meanings=meanings) for number, one in enumerate(first)]
    count = min(max(_number(data.get("items")), 1), MOST_ITEMS)
    out = data.get("remove")
    numbers = [number for number in range(count) if str(number) != out] or [0]
    forms_held = [ItemForm(data, prefix=f"item-{number}", meanings=meanings) for number in numbers]
    if "add" in data and count < MOST_ITEMS:
        forms_held.append(ItemForm(prefix=f"item-{count}", meanings=meanings))
    if not is_sent or "add" in data or out is not None:
        # Drawn as they were typed, without complaint, and counted anew.
        return [_again(one, number, meanings) for number, one in enumerate(forms_held)]
    return forms_held


def _again(form: ItemForm, number: int, meanings: Meanings) -> ItemForm:
    typed = {name: form[name].value() for name in form.fields} if form.is_bound else {}
    return ItemForm(prefix=f"item-{number}", initial=typed, meanings=meanings)


def _initial(card: ItemCard) -> dict[str, Any]:
    grade = card.draft.grade
    graded = (
        {
            "source": grade.source.value,
            "information": grade.information.value,
            "handling": grade.handling.value,
            "conditions": sorted(grade.conditions),
        }
        if isinstance(grade, Grade)
        else {}
    )
    shown = {"text": card.text, "from_on": card.from_on, "to_on": card.to_on}
    return {**graded, **shown, "place": card.place, "postcode": card.postcode}


def _number(text: str | None) -> int:
    return read_number(text, digits=3) or 0
