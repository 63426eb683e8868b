"""What was sent by the forms of sharing, read into the values that services take; each wrong field has its sentence."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django import forms
from django.http import QueryDict

from fourpoint.domain.days import HERE
from fourpoint.domain.errors import Unusable
from fourpoint.services.disclosure.choices import ALONE, Choice
from fourpoint.services.disclosure.dissemination import LONGEST_WORDS as LONGEST_GIVEN
from fourpoint.services.disclosure.dissemination import Giving
from fourpoint.services.disclosure.forums import LONGEST_NAME as LONGEST_FORUM
from fourpoint.services.disclosure.recalls import LONGEST_NAME, LONGEST_WORDS
from fourpoint.services.disclosure.requests import LONGEST_REASON, LONGEST_REFERENCE
from fourpoint.web.frame.fields import DayField, DayWidget

NUMBER = re.compile(r"\d{1,15}")
MARK, FORUM, UNTIL = "marking", "forum-", "until"
DAY, BOXES = DayField(required=False), DayWidget()
NO_DAY = "The last day is no date: write it as numbers, for example 27 3 2027."


class NoDay(Unusable):
    """The last day that was sent is none; `choice` is all else that was chosen."""

    def __init__(self, sentence: str, *, choice: Choice) -> None:
        super().__init__(sentence)
        self.choice = choice


@dataclass(frozen=True, kw_only=True)
class LastDay:
    """The last day as its three boxes show it, and what is wrong with it."""

    boxes: tuple[str, str, str]
    problem: str = ""


class ReasonForm(forms.Form):
    """Why a record is shared, and words for those it is shared with."""

    reason = forms.CharField(max_length=1_000, error_messages={"required": "Give a reason: it is kept in the history."})
    words = forms.CharField(max_length=1_000, required=False)


class RecallForm(forms.Form):
    """Why a record is taken back, and how its recipients will know what is meant."""

    reason = forms.CharField(max_length=1_000, error_messages={"required": "Say why it is taken back."})
    known_as = forms.CharField(
        max_length=LONGEST_NAME, error_messages={"required": "Say how the recipients will know what is meant."}
    )


class AcknowledgeForm(forms.Form):
    """What became of copies of what was recalled."""

    answer = forms.CharField(max_length=16, error_messages={"required": "Choose what became of the copies."})
    words = forms.CharField(max_length=LONGEST_WORDS, required=False)


class AskForm(forms.Form):
    """A request for access: why, for what purpose, and for whom."""

    reason = forms.CharField(max_length=LONGEST_REASON, error_messages={"required": "Say why you need it."})
    purpose = forms.CharField(max_length=64, error_messages={"required": "Choose what you need it for."})
    whom = forms.ChoiceField(choices=(("me", "me"), ("agency", "agency")), error_messages={"required": "Say for whom."})


class SeekForm(AskForm):
    """A request for what one was told of by a reference: of which agency, by which words."""

    owner = forms.CharField(max_length=64, error_messages={"required": "Choose the agency that told you of it."})
    sought = forms.CharField(
        max_length=LONGEST_REFERENCE,
        error_messages={
            "required": "Give the reference you were told.",
            "max_length": f"Shorten the reference: {LONGEST_REFERENCE} characters are the most.",
        },
    )


class GrantForm(forms.Form):
    """The limits of a grant; `until` is the last day."""

    purposes = forms.MultipleChoiceField(error_messages={"required": "Choose at least one purpose."})
    gateway = forms.CharField(max_length=64, error_messages={"required": "Choose the legal gateway."})
    until = DayField(error_messages={"required": "Give the last day."})
    whom = forms.ChoiceField(choices=(("me", "me"), ("agency", "agency")), error_messages={"required": "Say for whom."})
    words = forms.CharField(max_length=LONGEST_REASON, required=False)
    record = forms.CharField(max_length=2000, required=False)

    def __init__(self, *args: object, purposes: Mapping[str, str], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["purposes"].choices = list(purposes.items())  # type: ignore[attr-defined]


class DeclineForm(forms.Form):
    """Why a request is declined."""

    reason = forms.CharField(max_length=LONGEST_REASON, error_messages={"required": "Say why not."})


class QuestionForm(forms.Form):
    """A question of governance: about whom, and when; an empty day is now."""

    email = forms.CharField(max_length=254, error_messages={"required": "Give the person’s e-mail address."})
    day = forms.DateField(
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
        required=False,
        error_messages={"invalid": "Give the day as 2026-07-31."},
    )
    hour = forms.TimeField(
        input_formats=["%H:%M"], required=False, error_messages={"invalid": "Give the time as in 14:30."}
    )
    purpose = forms.CharField(max_length=64, required=False)

    def asked_at(self, now: datetime) -> datetime:
        """Return the instant asked about; the end of the day when no time was given, and never later than now."""
        if self.cleaned_data["day"] is None:
            return now
        hour = self.cleaned_data["hour"] or time(23, 59)
        return min(now, datetime.combine(self.cleaned_data["day"], hour, tzinfo=HERE))


class PointForm(forms.Form):
    """What a pointer says; who may read it is chosen beside."""

    area = forms.CharField(max_length=9, required=False)
    threat = forms.CharField(max_length=64, required=False)
    desk = forms.CharField(max_length=64, error_messages={"required": "Choose whom to ask."})


class GivingForm(forms.Form):
    """Why recipients need what is disseminated, and words for them; to whom it goes is chosen beside."""

    necessity = forms.CharField(
        max_length=LONGEST_GIVEN,
        error_messages={"required": "Say why these recipients need it: necessity is recorded with what is given."},
    )
    words = forms.CharField(max_length=LONGEST_GIVEN, required=False)


class UseForm(forms.Form):
    """What a recipient says of what was given to it."""

    use = forms.CharField(max_length=LONGEST_GIVEN, required=False)


class ForumForm(forms.Form):
    """A forum to found; its members are chosen beside."""

    name = forms.CharField(max_length=LONGEST_FORUM, error_messages={"required": "Give the forum a name."})
    words = forms.CharField(max_length=500, error_messages={"required": "Say what the forum is for."})
    agreement = forms.IntegerField(
        min_value=1, error_messages={"required": "Choose the agreement under which it meets."}
    )


def read_members(sent: QueryDict, name: str, *, own: int | None) -> frozenset[int]:
    """Return the agencies that were ticked, with one's own."""
    return frozenset(_number(one) for one in sent.getlist(name)) | {own or 0}


def read_given_route(sent: QueryDict) -> Choice:
    """Return the choice of whom something is given to; a choice "forum-<code>" is a forum's; raises NoDay."""
    base = Choice(conditions=tuple(one[:64] for one in sent.getlist("condition")))
    if forum := _forum(sent):
        purposes = frozenset(one[:64] for one in sent.getlist(f"purpose-{FORUM}{forum}"))
        return _with_day(sent, replace(base, purposes=purposes))
    return read_route(sent, base)


def read_giving(sent: QueryDict, choice: Choice, *, kind: str, record_id: int) -> Giving:
    """Return to whom a record is to be given by that choice, and in which words."""
    return Giving(
        kind=kind,
        record_id=record_id,
        choice=choice,
        forum=_forum(sent),
        necessity=sent.get("necessity", ""),
        words=sent.get("words", ""),
    )


def has_choice(sent: QueryDict) -> bool:
    """Return whether the address or form holds a choice of who may see."""
    return "agreement" in sent


def read_route(sent: QueryDict, base: Choice) -> Choice:
    """
    Return the base with the agreement, clause, agencies, purposes and time limit that were sent.

    raises  NoDay for a day that is none; Unusable where nothing is said: to take it back from everybody is a choice too
    """
    if not has_choice(sent):
        raise Unusable("Say with whom it is shared: choose one from the list.")
    agreement = _number(sent.get("agreement", ""))
    chosen = replace(
        base,
        agreement_id=agreement,
        clause=sent.get(f"clause-{agreement}", "")[:16],
        agencies=frozenset(_number(one) for one in sent.getlist(f"agency-{agreement}")),
        purposes=frozenset(one[:64] for one in sent.getlist(f"purpose-{agreement}")),
    )
    return _with_day(sent, chosen)


def read_last_day(sent: QueryDict, choice: Choice) -> LastDay:
    """Return the last day as it was sent, or else as it is in the choice."""
    typed = BOXES.value_from_datadict(sent, {}, UNTIL)
    if not any(typed):
        return LastDay(boxes=BOXES.parts(choice.until))
    try:
        DAY.clean(typed)
    except forms.ValidationError:
        return LastDay(boxes=BOXES.parts(typed), problem=NO_DAY)
    return LastDay(boxes=BOXES.parts(typed))


def read_choice(sent: QueryDict) -> Choice:
    """Return everything that was chosen in the share control; raises NoDay for a last day that is none."""
    others = [line.strip()[:254] for line in sent.get("others", "").splitlines() if line.strip()]
    base = Choice(
        marking=sent.get(MARK, "")[:32],
        additional=tuple(one[:64] for one in sent.getlist("additional")),
        conditions=tuple(one[:64] for one in sent.getlist("condition")),
        subject=sent.get("subject", "none")[:16],
        categories=tuple(one[:64] for one in sent.getlist("data")),
        listed=frozenset(_number(one) for one in sent.getlist("listed")),
        others=tuple(others[:60]),
        keep_once=sent.get("once", "keep") == "keep",
    )
    return read_route(sent, base)


def write_choice(choice: Choice) -> str:
    """Return the choice as the query of an address, for links that carry it on."""
    sent = QueryDict(mutable=True)
    sent["agreement"], sent[MARK], sent["subject"] = str(choice.agreement_id), choice.marking, choice.subject
    if choice.agreement_id != ALONE:
        sent.setlist(f"agency-{choice.agreement_id}", [str(one) for one in sorted(choice.agencies)])
        sent.setlist(f"purpose-{choice.agreement_id}", sorted(choice.purposes))
        sent[f"clause-{choice.agreement_id}"] = choice.clause
    sent.setlist("additional", list(choice.additional))
    sent.setlist("condition", list(choice.conditions))
    sent.setlist("data", list(choice.categories))
    sent.setlist("listed", [str(one) for one in sorted(choice.listed)])
    sent["until"] = choice.until.isoformat() if choice.until else ""
    sent["once"] = "keep" if choice.keep_once else "drop"
    # Addresses of people stand in no link: who is named elsewhere is asked on the page itself.
    return sent.urlencode()


def _number(text: str) -> int:
    return int(text) if NUMBER.fullmatch(text) else ALONE


def _forum(sent: QueryDict) -> str:
    chosen = sent.get("agreement", "")
    return chosen.removeprefix(FORUM)[:40] if chosen.startswith(FORUM) else ""


def _with_day(sent: QueryDict, choice: Choice) -> Choice:
    try:
        return replace(choice, until=_day(sent))
    except (forms.ValidationError, ValueError):
        raise NoDay(NO_DAY, choice=replace(choice, until=None)) from None


def _day(sent: QueryDict) -> date | None:
    """The day of the three boxes; a link that carries a choice on has it in one."""
    typed = BOXES.value_from_datadict(sent, {}, UNTIL)
    carried = sent.get(UNTIL, "").strip()
    if any(typed) or not carried:
        return DAY.clean(typed)  # type: ignore[no-any-return]
    return date.fromisoformat(carried)
