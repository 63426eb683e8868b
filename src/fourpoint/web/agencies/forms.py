"""Forms of an agency's people and contacts. What may be chosen comes from the catalogue and the chooser's own role."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.utils import timezone

from fourpoint.domain.days import end_of
from fourpoint.domain.markings import Marking
from fourpoint.domain.sharing import Actor
from fourpoint.services.agencies import choices, resets
from fourpoint.services.agencies.actions import Post
from fourpoint.services.agencies.choices import Choice
from fourpoint.services.agencies.contacts import ContactDraft
from fourpoint.services.agencies.invitations import Offer
from fourpoint.web.frame.fields import DayField, LongText


class Several(forms.MultipleChoiceField):
    """Checkboxes, each with what it means beneath it."""

    widget = forms.CheckboxSelectMultiple

    def offer(self, offered: Iterable[Choice]) -> None:
        """Offer these choices."""
        held = list(offered)
        self.choices = [(one.code, one.name) for one in held]
        self.hints = {one.code: one.words for one in held if one.words}


class OneOf(forms.ChoiceField):
    """Radio buttons, each with what it means beneath it."""

    widget = forms.RadioSelect

    def offer(self, offered: Iterable[Choice]) -> None:
        """Offer these choices."""
        held = list(offered)
        self.choices = [(one.code, one.name) for one in held]
        self.hints = {one.code: one.words for one in held if one.words}


class PostForm(forms.Form):
    """What a membership gives."""

    roles = Several(label="Roles", error_messages={"required": "Choose at least one role."})
    clearance = OneOf(label="Cleared for", error_messages={"required": "Choose what the person is cleared for."})
    default_purpose = forms.ChoiceField(label="Reads for, until they choose another purpose")
    ends_on = DayField(label="Last day", required=False, help_text="Leave empty when no end is set.")

    def __init__(self, data: Any = None, *, actor: Actor, held: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.fields["roles"].offer(choices.list_roles(actor, held=held))  # type: ignore[attr-defined]
        self.fields["clearance"].offer(choices.list_clearances())  # type: ignore[attr-defined]
        self.fields["default_purpose"].choices = pairs(choices.list_purposes())  # type: ignore[attr-defined]

    def clean_ends_on(self) -> date | None:
        """Refuse a last day that has passed."""
        day: date | None = self.cleaned_data["ends_on"]
        if day is not None and day < timezone.localdate():
            raise forms.ValidationError("The last day has passed: give a day from today on, or none.")
        return day

    def post(self, *, at: datetime) -> Post:
        """Return what was chosen as a post that starts at that instant."""
        chosen = self.cleaned_data
        return Post(
            roles=tuple(chosen["roles"]),
            clearance=Marking(chosen["clearance"]),
            default_purpose=chosen["default_purpose"],
            starts_at=at,
            ends_at=end_of(chosen["ends_on"]) if chosen["ends_on"] else None,
        )


class InviteForm(PostForm):
    """Whom to invite, and to what."""

    field_order = ("name", "email", "roles", "clearance", "default_purpose", "ends_on")
    name = forms.CharField(
        label="Name", max_length=200, error_messages={"required": "Enter the person's name, as colleagues know it."}
    )
    email = forms.EmailField(
        label="E-mail address at work",
        max_length=254,
        help_text="The person signs in with it.",
        error_messages={"required": "Enter the person's e-mail address at work."},
    )

    def offer(self, *, at: datetime) -> Offer:
        """Return what was entered as an offer."""
        post = self.post(at=at)
        return Offer(
            email=self.cleaned_data["email"],
            name=self.cleaned_data["name"],
            roles=post.roles,
            clearance=post.clearance,
            default_purpose=post.default_purpose,
            ends_at=post.ends_at,
        )


class RolesForm(PostForm):
    """What a membership gives from now on, and why it changes."""

    reason = forms.CharField(
        label="Why the roles change",
        max_length=500,
        help_text="It is kept with the change.",
        error_messages={"required": "Say why the roles change."},
    )


class VettingForm(forms.Form):
    """A vetting that a person holds."""

    level = OneOf(label="Level", error_messages={"required": "Choose the level of vetting."})
    held_from = DayField(label="Held from", error_messages={"required": "Enter the day it was granted."})
    held_until = DayField(label="Held until", error_messages={"required": "Enter the last day on which it is held."})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].offer(choices.list_levels())  # type: ignore[attr-defined]


class TrainingForm(forms.Form):
    """A course that a person took."""

    course = OneOf(label="Course", error_messages={"required": "Choose the course."})
    taken_on = DayField(label="Taken on", error_messages={"required": "Enter the day on which it was taken."})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["course"].offer(choices.list_courses())  # type: ignore[attr-defined]


class ReasonForm(forms.Form):
    """Why something is withdrawn."""

    reason = forms.CharField(label="Why", max_length=500, error_messages={"required": "Say why it is withdrawn."})


class ResetForm(forms.Form):
    """What a colleague who cannot sign in sets anew, and why."""

    what = forms.ChoiceField(
        label="What they set anew",
        choices=list(resets.WHAT.items()),
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they set anew."},
    )
    reason = forms.CharField(
        label="Why, and how you know that it is they who ask",
        max_length=resets.LONGEST_REASON,
        help_text="For example: lost their telephone, met at the station. It is kept in the trail.",
        error_messages={"required": "Say why, and how you know that it is they who ask."},
    )


class CloseForm(forms.Form):
    """Who takes over from a leaver, and why the leaver goes."""

    successor = forms.ChoiceField(
        label="Who takes over what they look after",
        help_text="Records they made are this colleague's to review and to answer for from now on.",
        error_messages={"required": "Choose the colleague who takes over."},
    )
    reason = forms.CharField(
        label="Why the place ends",
        max_length=500,
        help_text="For example: left the force. It is kept in the trail.",
        error_messages={"required": "Say why the place ends."},
    )

    def __init__(self, *args: Any, colleagues: Sequence[tuple[int, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(person_id), name) for person_id, name in colleagues]
        self.fields["successor"].choices = [("", "Choose a colleague"), *named]  # type: ignore[attr-defined]


class ContactForm(forms.Form):
    """A single point of contact."""

    kind = OneOf(label="What it is for", error_messages={"required": "Choose what the contact is for."})
    name = forms.CharField(
        label="Name", max_length=200, help_text="A person or a desk.", error_messages={"required": "Enter a name."}
    )
    email = forms.EmailField(label="E-mail address", max_length=254, required=False)
    telephone = forms.CharField(label="Telephone number", max_length=40, required=False)
    hours = forms.CharField(
        label="When it is answered", max_length=120, required=False, help_text="For example: weekdays, 8am to 6pm."
    )
    starts_on = DayField(label="From", error_messages={"required": "Enter the first day on which it holds."})
    ends_on = DayField(label="Last day", required=False, help_text="Leave empty while no end is known.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].offer(choices.list_contact_types())  # type: ignore[attr-defined]

    def draft(self) -> ContactDraft:
        """Return what was entered."""
        return ContactDraft(**self.cleaned_data)


class DescribeForm(forms.Form):
    """What the directory says of the agency."""

    districts = forms.CharField(
        label="Codes of the districts covered",
        required=False,
        widget=LongText,
        help_text="Published codes, as E07000999, one a line or with spaces between them.",
    )
    listed = forms.BooleanField(
        label="List the agency to every agency on this system",
        required=False,
        help_text="Agencies without an agreement then find its name, its kind and its desks, and no person's name.",
    )


def pairs(offered: Iterable[Choice]) -> list[tuple[str, str]]:
    """Return choices as a select box wants them."""
    return [(one.code, one.name) for one in offered]
