"""The forms of requirements. They read what was typed and chosen; whether it may be so, the service says."""

import uuid
from collections.abc import Iterable
from typing import Any

from django import forms

from fourpoint.domain.answering import Worth
from fourpoint.domain.errors import Unusable
from fourpoint.domain.submissions import Danger, Written
from fourpoint.services.intelligence.requirements import (
    LONGEST_QUESTION,
    LONGEST_WORDS,
    AnswerDraft,
    Askable,
    RequirementDraft,
)
from fourpoint.web.frame.fields import DayField, LongText, ManyChecks

ONE_AT_A_TIME = "Ask under one agreement at a time: raise a second requirement for the others."


class RequirementForm(forms.Form):
    """A requirement to raise: the question, until when, and whom it is asked of."""

    question = forms.CharField(
        label="What do you need to know?",
        help_text="One plain sentence that a busy person outside the police can answer. Name nobody in it.",
        max_length=LONGEST_QUESTION,
        error_messages={
            "required": "Ask your question.",
            "max_length": f"Ask in one plain sentence of at most {LONGEST_QUESTION} characters.",
        },
    )
    why = forms.CharField(
        label="Why it is asked (optional)",
        help_text="Everyone who is asked reads this too.",
        max_length=LONGEST_WORDS,
        required=False,
        widget=LongText,
    )
    due_on = DayField(
        label="Answers are needed by",
        help_text="For example, 27 3 2027",
        error_messages={"required": "Say by which day you need answers."},
    )
    threat = forms.ChoiceField(label="Threat (optional)", required=False)
    areas = forms.MultipleChoiceField(label="Areas", required=False, widget=ManyChecks)

    def __init__(
        self,
        *args: Any,
        askable: Iterable[Askable],
        desks: Iterable[tuple[int, str]],
        threats: Iterable[tuple[str, str]],
        areas: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.askable, self.desks = tuple(askable), tuple(desks)
        self.fields["threat"].choices = [("", "None in particular"), *threats]  # type: ignore[attr-defined]
        self.fields["areas"].choices = list(areas)  # type: ignore[attr-defined]
        if len(self.desks) > 1:
            self.fields["desk"] = forms.ChoiceField(
                label="Desk that the answers go to",
                choices=[(str(code), name) for code, name in self.desks],
                widget=forms.RadioSelect,
                error_messages={"required": "Choose the desk that the answers go to."},
            )
        for one in self.askable:
            # A list of agencies for each agreement, so that the page needs no script to show the right one.
            self.fields[_name(one)] = forms.MultipleChoiceField(
                label=f"Ask under: {one.title}",
                choices=[(str(code), name) for code, name in one.agencies],
                required=False,
                widget=forms.CheckboxSelectMultiple,
            )

    def clean(self) -> dict[str, Any]:
        """Hold that agencies were chosen, under one agreement."""
        held: dict[str, Any] = super().clean() or {}
        chosen = [one for one in self.askable if held.get(_name(one))]
        if not chosen and self.askable:
            self.add_error(_name(self.askable[0]), "Choose at least one agency to ask.")
        if len(chosen) > 1:
            self.add_error(_name(chosen[1]), ONE_AT_A_TIME)
        return held

    def asked(self) -> list[tuple[str, frozenset[int]]]:
        """Return each agreement under which agencies are ticked, and those agencies, whatever else stands there."""
        ticked = [(one, set(self[_name(one)].value() or ())) for one in self.askable]
        held = [(one.code, frozenset(code for code, _ in one.agencies if str(code) in codes)) for one, codes in ticked]
        return [(code, agencies) for code, agencies in held if agencies]

    def draft(self, *, raised_from: str) -> RequirementDraft:
        """Return what was asked, once the form is valid."""
        held = self.cleaned_data
        chosen = next((one for one in self.askable if held[_name(one)]), None)
        desk = held["desk"] if "desk" in held else next((code for code, _ in self.desks), 0)
        return RequirementDraft(
            question=held["question"],
            why=held["why"],
            due_on=held["due_on"],
            threat=held["threat"],
            area_codes=tuple(held["areas"]),
            desk_id=int(desk),
            agreement=chosen.code if chosen else "",
            agencies=frozenset(int(code) for code in held[_name(chosen)]) if chosen else frozenset(),
            raised_from=raised_from,
        )


class AnswerForm(forms.Form):
    """What somebody knows who was asked: nothing but the text, and whether anyone is in danger, must be there."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    what = forms.CharField(
        label="What do you know?",
        help_text="In your own words. Write what you know, not what you guess.",
        strip=False,
        widget=LongText,
        error_messages={"required": "Write what you know: everything else may stay empty."},
    )
    danger = forms.ChoiceField(
        label="Is anyone in danger now?",
        help_text="If so, call 999 first. This sends nobody.",
        choices=((Danger.NO.value, "No"), (Danger.UNSURE.value, "I am not sure"), (Danger.NOW.value, "Yes")),
        widget=forms.RadioSelect,
        error_messages={"required": "Say whether anyone is in danger now."},
    )
    when = forms.CharField(label="When was it? (optional)", required=False)
    place = forms.CharField(label="Where was it? (optional)", required=False)
    how_known = forms.CharField(
        label="How do you know? (optional)",
        help_text="Seen or heard yourself, told, or read. Do not name who told you.",
        required=False,
    )
    may_contact = forms.ChoiceField(
        label="May the desk ask you more? (optional)",
        choices=(("yes", "Yes"), ("no", "No")),
        required=False,
        widget=forms.RadioSelect,
    )

    def clean(self) -> dict[str, Any]:
        """Hold that it can be passed on, as the domain says."""
        held: dict[str, Any] = super().clean() or {}
        if "what" in held:
            try:
                held["written"] = Written(
                    what=held["what"],
                    when=held.get("when", ""),
                    place=held.get("place", ""),
                    how_known=held.get("how_known", ""),
                    may_contact={"yes": True, "no": False}.get(held.get("may_contact", "")),
                )
            except Unusable as error:
                self.add_error("what", str(error))
        return held

    def draft(self, requirement_id: int) -> AnswerDraft:
        """Return the answer, once the form is valid."""
        held = self.cleaned_data
        return AnswerDraft(
            requirement_id=requirement_id, key=held["key"], danger=Danger(held["danger"]), written=held["written"]
        )


class JudgeForm(forms.Form):
    """What an answer was worth."""

    reference = forms.CharField(max_length=16)
    worth = forms.ChoiceField(
        choices=[(one.value, one.words) for one in Worth],
        error_messages={"required": "Choose what the answer was worth."},
    )


class AskAgainForm(forms.Form):
    """Until when it is asked again."""

    due_on = DayField(
        label="New day by which answers are needed",
        help_text="Agencies that have sent nothing are written to again.",
        error_messages={"required": "Say by which day you need answers."},
    )


class CloseForm(forms.Form):
    """What came of a requirement."""

    outcome = forms.CharField(
        label="What came of it",
        help_text="Everyone who was asked reads it. Name nobody, and say nothing of who answered.",
        max_length=LONGEST_WORDS,
        widget=LongText,
        error_messages={"required": "Say what came of it: everyone who was asked reads it."},
    )


def _name(one: Askable) -> str:
    return f"ask-{one.code}"
