"""The library's forms. They read what was typed and chosen; whether it may be so, the service says."""

from typing import Any

from django import forms

from fourpoint.domain.cleaning import clean_text
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Handling, Subject
from fourpoint.services.files.accepting import check_size
from fourpoint.services.files.refusing import FileNotTaken
from fourpoint.services.library.about import About
from fourpoint.services.library.actions import Revision
from fourpoint.services.library.choices import Choices
from fourpoint.services.library.choosing import AudienceChoice
from fourpoint.services.library.contents import Content, Uploaded, Written
from fourpoint.services.library.queries import PaperPage

# Of a radio or a select: the agency alone.
ALONE = ""


class AudienceForm(forms.Form):
    """How a paper is marked and who may read it."""

    marking = forms.ChoiceField(error_messages={"required": "Choose how it is marked."})
    handling = forms.ChoiceField(initial=Handling.PERMITTED.value)
    conditions = forms.MultipleChoiceField(required=False)
    additional = forms.MultipleChoiceField(required=False)
    subject = forms.ChoiceField(initial=Subject.NONE.value)
    agreement = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = choices
        agreements = [(ALONE, "Only my agency"), *((one.code, one.title) for one in choices.agreements)]
        for name, held in (
            ("marking", [(code, words) for code, words in choices.markings]),
            ("handling", [(entry.code, f"{entry.code}: {entry.name}") for entry in choices.handling]),
            ("conditions", [(entry.code, f"{entry.code}: {entry.name}") for entry in choices.conditions]),
            ("additional", [(one.code, one.name) for one in choices.additional]),
            ("subject", [(entry.code, entry.name) for entry in choices.subjects]),
            ("agreement", agreements),
        ):
            self.fields[name].choices = held  # type: ignore[attr-defined]
        for one in choices.agreements:
            # A list of purposes for each agreement, so that the page needs no script to show the right one.
            field = forms.MultipleChoiceField(choices=one.purposes, required=False)
            self.fields[purposes_name(one.code)] = field

    def clean(self) -> dict[str, Any]:
        """Hold that handling code and conditions, agreement and purposes go together."""
        held: dict[str, Any] = super().clean() or {}
        if held.get("handling") == Handling.CONDITIONS.value and not held.get("conditions"):
            self.add_error("conditions", "Choose at least one condition, or handling code P.")
        if held.get("handling") == Handling.PERMITTED.value and held.get("conditions"):
            self.add_error("handling", "Conditions go with handling code C: choose it, or clear the conditions.")
        agreement = held.get("agreement")
        if agreement and not held.get(purposes_name(agreement)):
            self.add_error(purposes_name(agreement), "Choose what the other agencies may read it for.")
        return held

    def audience(self) -> AudienceChoice:
        """Return what was chosen, once the form is valid."""
        held = self.cleaned_data
        agreement = held["agreement"]
        return AudienceChoice(
            marking=Marking(held["marking"]),
            handling=Handling(held["handling"]),
            conditions=tuple(held["conditions"]),
            additional=tuple(held["additional"]),
            subject=Subject(held["subject"]),
            agreement=agreement,
            purposes=frozenset(held[purposes_name(agreement)]) if agreement else frozenset(),
        )


class ContentForm(forms.Form):
    """A written page or a file, not both."""

    # Whether a page or file must be given, as for a paper that has none yet.
    is_needed = True
    text = forms.CharField(required=False, widget=forms.Textarea, strip=False)
    file = forms.FileField(required=False, allow_empty_file=True)

    def clean(self) -> dict[str, Any]:
        """Hold that there is one of the two, and that a file is not too large to be read at all."""
        held: dict[str, Any] = super().clean() or {}
        file, text = held.get("file"), (held.get("text") or "").strip()
        if file and text and clean_text(text) != clean_text(self.initial.get("text") or ""):
            self.add_error("file", "Write a page or attach a file, not both: clear one of them.")
        elif not file and not text and self.is_needed and not self.errors.get("file"):
            self.add_error("text", "Write the page, or attach a file.")
        elif file:
            self._check_size(file.size)
        return held

    def _check_size(self, size: int) -> None:
        try:
            check_size(size)
        except FileNotTaken as error:
            self.add_error("file", str(error))

    def content(self) -> Content:
        """Return what was written or sent, once the form is valid."""
        file = self.cleaned_data.get("file")
        if file:
            return Uploaded(name=file.name, data=file.read())
        return Written(text=self.cleaned_data["text"])


class AboutForm(forms.Form):
    """What a paper is about."""

    title = forms.CharField(max_length=200, error_messages={"required": "Give the paper a title."})
    summary = forms.CharField(max_length=1000, required=False, widget=forms.Textarea)
    areas = forms.MultipleChoiceField(required=False)
    threat = forms.ChoiceField(required=False)

    def offer(self, choices: Choices) -> None:
        """Let areas and threat be chosen from these."""
        threats = [("", "No threat in particular"), *choices.threats]
        self.fields["areas"].choices = list(choices.areas)  # type: ignore[attr-defined]
        self.fields["threat"].choices = threats  # type: ignore[attr-defined]

    def about(self) -> About:
        """Return what the paper is about, once the form is valid."""
        held = self.cleaned_data
        return About(
            title=held["title"], summary=held["summary"], area_codes=tuple(held["areas"]), threat=held["threat"]
        )


class PaperForm(AudienceForm, AboutForm, ContentForm):
    """A new paper."""

    kind = forms.ChoiceField(error_messages={"required": "Choose what kind of paper it is."})

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, choices=choices, **kwargs)
        self.offer(choices)
        self.fields["kind"].choices = list(choices.kinds)  # type: ignore[attr-defined]


class VersionForm(AboutForm, ContentForm):
    """The next version of a paper. A page that was left as it was gives way to a file, and a file left out stays."""

    changed = forms.CharField(max_length=500, error_messages={"required": "Say what has changed."})

    def __init__(self, *args: Any, page: PaperPage, choices: Choices, **kwargs: Any) -> None:
        held = page.about
        about = {"title": held.title, "summary": held.summary, "areas": held.area_codes, "threat": held.threat}
        kwargs["initial"] = about | {"text": page.version.text or ""}
        super().__init__(*args, **kwargs)
        self.offer(choices)
        self.is_needed = page.version.text is not None

    def revision(self) -> Revision:
        """Return what the version changes, once the form is valid."""
        is_kept = not self.cleaned_data.get("file") and clean_text(self.cleaned_data["text"]) == self.initial["text"]
        content = None if is_kept else self.content()
        return Revision(changed=self.cleaned_data["changed"], content=content, about=self.about())


class CommentForm(forms.Form):
    """A comment on a paper."""

    text = forms.CharField(
        max_length=5000, widget=forms.Textarea, error_messages={"required": "Write your comment first."}
    )
    to_everyone = forms.BooleanField(required=False)


class WithdrawForm(forms.Form):
    """Why a paper is withdrawn."""

    reason = forms.CharField(
        max_length=500, widget=forms.Textarea, error_messages={"required": "Say why it is withdrawn."}
    )


def purposes_name(agreement: str) -> str:
    """Return the name of the field that holds the purposes chosen under an agreement."""
    return f"purposes-{agreement}"
