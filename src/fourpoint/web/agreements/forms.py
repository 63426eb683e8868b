"""The forms of agreements. They read what was typed and chosen; whether it may be so, the service says."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms

from fourpoint.access.context import Acting
from fourpoint.catalogue.entries import Entry
from fourpoint.domain.markings import Marking
from fourpoint.services.agencies.directory import list_agencies
from fourpoint.services.impact.naming import COLUMNS, list_entries
from fourpoint.services.sharing.codes import entries
from fourpoint.services.sharing.purposes import list_choosable
from fourpoint.services.sharing.terms import ClauseDraft
from fourpoint.web.frame.fields import DayField, LongText

UNCONFIRMED = " (Unconfirmed: its wording was not checked.)"


class TitleForm(forms.Form):
    """What a new agreement is called."""

    title = forms.CharField(
        label="What is the agreement about?",
        max_length=200,
        help_text="A short title that people of every party will recognise.",
        error_messages={"required": "Give the agreement a title."},
    )


class SectionForm(forms.Form):
    """A part of a draft. Nothing in it is required: a draft may be incomplete."""

    def values(self) -> dict[str, Any]:
        """Return what was typed, as it is kept: text, lists of codes, days as ISO text."""
        return {name: _kept(value) for name, value in self.cleaned_data.items()}


class PartiesForm(SectionForm):
    """Who takes part and why."""

    title = forms.CharField(label="Title", max_length=200, required=False)
    parties = forms.MultipleChoiceField(
        label="Parties",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Agencies of your directory: your own, those you have an agreement with, and those listed to all.",
    )
    processors = forms.MultipleChoiceField(
        label="Parties that act only as another tells them to (processors)",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Leave empty when every party decides for itself what it uses the data for.",
    )
    aims = forms.CharField(
        label="Why is sharing needed, and why would less not do?", max_length=2000, required=False, widget=LongText
    )

    def __init__(self, *args: Any, who: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agencies = [(card.code, card.name) for card in list_agencies(who.actor)]
        for name in ("parties", "processors"):
            self.fields[name].choices = agencies  # type: ignore[attr-defined]


class PurposesForm(SectionForm):
    """What it is for, and the powers it rests on."""

    purposes = forms.MultipleChoiceField(label="Purposes", required=False, widget=forms.CheckboxSelectMultiple)
    gateways = forms.MultipleChoiceField(
        label="Legal gateways",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="A gateway is a power to share, not a duty. Sharing must still be necessary and proportionate.",
    )

    def __init__(self, *args: Any, who: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "purposes", list_choosable(), "words")
        _offer(self, "gateways", entries("legal_gateways").values(), "point", tell=True)


class DataForm(SectionForm):
    """What may be shared."""

    categories = forms.MultipleChoiceField(
        label="Categories of data", required=False, widget=forms.CheckboxSelectMultiple
    )
    data_items = forms.CharField(
        label="Which items exactly?",
        max_length=2000,
        required=False,
        widget=LongText,
        help_text="For example: address of the premises, what was seen there, date.",
    )
    subjects = forms.MultipleChoiceField(
        label="May it be about people who need care?",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Only readers with a safeguarding role read such material.",
    )
    ceiling = forms.ChoiceField(
        label="Marked up to",
        required=False,
        widget=forms.RadioSelect,
        choices=[(marking.words, marking.words) for marking in Marking],
        help_text="SECRET and above never come into this system.",
    )
    handling = forms.MultipleChoiceField(label="Handling codes", required=False, widget=forms.CheckboxSelectMultiple)
    conditions = forms.MultipleChoiceField(
        label="Conditions that handling code C may carry", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, who: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        handling = entries("handling").values()
        _offer(self, "categories", entries("data_categories").values(), "words")
        _offer(self, "subjects", [one for one in entries("subjects").values() if one.id != "none"], "words")
        _offer(self, "handling", [one for one in handling if getattr(one, "kind", "") == "code"], "words")
        _offer(self, "conditions", [one for one in handling if getattr(one, "kind", "") == "condition"], "words")


class ProtectionForm(SectionForm):
    """How what is shared is kept and protected."""

    onward = forms.ChoiceField(label="Passing it on", required=False, widget=forms.RadioSelect)
    retention = forms.CharField(
        label="How long is it kept, and what happens then?", max_length=500, required=False, widget=LongText
    )
    quality = forms.CharField(
        label="Who checks that it is right, and how are faults mended?",
        max_length=1000,
        required=False,
        widget=LongText,
    )
    security = forms.CharField(label="How is it kept secure?", max_length=1000, required=False, widget=LongText)
    training = forms.MultipleChoiceField(
        label="Training that each reader holds in date", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, who: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self, "onward", entries("onward_rules").values(), "words")
        _offer(self, "training", entries("training").values(), "words")


class RightsForm(SectionForm):
    """Rights, breaches and impact."""

    rights_contact = forms.CharField(label="Whom do people ask about their rights?", max_length=500, required=False)
    breach_route = forms.CharField(
        label="What happens after a breach?", max_length=1000, required=False, widget=LongText
    )
    dpia_entry = forms.ChoiceField(label="Data protection impact assessment, from your register", required=False)
    dpia_reference = forms.CharField(
        label="Data protection impact assessment (reference)", max_length=200, required=False
    )
    eia_entry = forms.ChoiceField(label="Equality impact assessment, from your register", required=False)
    eia_reference = forms.CharField(label="Equality impact assessment (reference)", max_length=200, required=False)

    def __init__(self, *args: Any, who: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind, reference in COLUMNS.items():
            entries_held = [(one.reference, f"{one.reference}: {one.title}") for one in list_entries(who, kind)]
            if not entries_held:
                del self.fields[f"{kind}_entry"]
                continue
            self.fields[reference].label = "Or the reference of one that is held elsewhere"
            self.fields[f"{kind}_entry"].choices = [("", "None of the register"), *entries_held]  # type: ignore[attr-defined]
            if self.initial.get(reference) in dict(entries_held):
                self.initial = {**self.initial, f"{kind}_entry": self.initial[reference], reference: ""}

    def clean(self) -> dict[str, Any]:
        """Take the one that is said, from the register or in words; refuse two."""
        for kind, reference in COLUMNS.items():
            chosen, said = self.cleaned_data.pop(f"{kind}_entry", ""), self.cleaned_data.get(reference, "")
            if chosen and said and chosen != said:
                self.add_error(reference, "Choose one of the register, or write a reference held elsewhere: not both.")
            elif chosen:
                self.cleaned_data[reference] = chosen
        return self.cleaned_data


class DatesForm(SectionForm):
    """From when until when, and when it is reviewed. All are days of the calendar here."""

    starts_on = DayField(
        label="First day", required=False, help_text="It holds from midnight at the start of this day."
    )
    ends_on = DayField(label="Last day", required=False, help_text="It holds until midnight at the end of this day.")
    review_on = DayField(
        label="Review by",
        required=False,
        help_text="From the day after, nothing more can be shared under it until every party has signed a review.",
    )

    def __init__(self, *args: Any, who: Acting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


SECTION_FORMS: Mapping[str, type[SectionForm]] = {
    "parties": PartiesForm,
    "purposes": PurposesForm,
    "data": DataForm,
    "protection": ProtectionForm,
    "rights": RightsForm,
    "dates": DatesForm,
}


class ClauseForm(forms.Form):
    """One clause of a draft."""

    number = forms.RegexField(
        r"^[0-9A-Za-z.]{1,16}$",
        label="Number, as printed",
        error_messages={"required": "Give the clause a number.", "invalid": "Write a number such as 1, 2.3 or 4a."},
    )
    words = forms.CharField(
        label="What it says",
        max_length=1000,
        widget=LongText,
        error_messages={"required": "Write what the clause says."},
    )
    purposes = forms.MultipleChoiceField(
        label="What it is for",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one purpose of the agreement."},
    )
    categories = forms.MultipleChoiceField(
        label="Categories of data that it carries", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, content: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, kind in (("purposes", "purposes"), ("categories", "data_categories")):
            known = entries(kind)
            held = [known[code] for code in content.get(name, []) if code in known]
            _offer(self, name, held, "words")

    def clause(self) -> ClauseDraft:
        """Return the clause, once the form is valid."""
        held = self.cleaned_data
        return ClauseDraft(
            number=held["number"],
            words=held["words"],
            purposes=tuple(held["purposes"]),
            categories=tuple(held["categories"]),
        )


class PostForm(forms.Form):
    """Who signs for an agency: the post, and that it is meant."""

    post = forms.CharField(
        label="Your post",
        max_length=200,
        help_text="It is printed beside your name, for example Head of information governance.",
        error_messages={"required": "Give your post: it is printed beside your name."},
    )
    meant = forms.BooleanField(
        label="I have read the terms, and I sign them for my agency",
        error_messages={"required": "Tick the box to sign."},
    )


class ReviewSignatureForm(PostForm):
    """Who signs a review."""

    meant = forms.BooleanField(
        label="My agency agrees with what the review found, and with the next day",
        error_messages={"required": "Tick the box to sign."},
    )


class ReviewForm(forms.Form):
    """What a review found, and when the next is due."""

    words = forms.CharField(
        label="What did the review find?",
        max_length=2000,
        widget=LongText,
        help_text="Was sharing still needed? Was it used as agreed? What was noticed?",
        error_messages={"required": "Say what the review found."},
    )
    review_on = DayField(label="Review again by", error_messages={"required": "Give the day of the next review."})
    post = forms.CharField(label="Your post", max_length=200, error_messages={"required": "Give your post."})
    meant = forms.BooleanField(
        label="I sign this review for my agency", error_messages={"required": "Tick the box to sign."}
    )


class SignUpForm(forms.Form):
    """That a person binds herself."""

    meant = forms.BooleanField(
        label="I have read the terms. I will use what I read under this agreement for its purposes only, handle it as"
        " it is marked, and pass it on only as the agreement says.",
        error_messages={"required": "Tick the box to sign up."},
    )


class EndForm(forms.Form):
    """Why an agreement ends."""

    reason = forms.CharField(
        label="Why does it end?",
        max_length=500,
        widget=LongText,
        help_text="Every party will read this.",
        error_messages={"required": "Say why it ends: the other parties will read it."},
    )


class FileForm(forms.Form):
    """A file to attach."""

    file = forms.FileField(error_messages={"required": "Choose a file.", "empty": "The file is empty: choose another."})


def _offer(form: forms.Form, name: str, held: Iterable[Entry], words: str, *, tell: bool = False) -> None:
    """Offer these entries at a field, each with its explanation as a hint."""
    known = list(held)
    field: Any = form.fields[name]
    field.choices = [(entry.id, entry.name) for entry in known]
    field.hints = {
        entry.id: getattr(entry, words, "") + (UNCONFIRMED if tell and entry.status == "unconfirmed" else "")
        for entry in known
    }


def _kept(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else ("" if value is None else value)
