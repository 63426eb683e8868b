"""The form with which a person says what she is reading for."""

from django import forms

from fourpoint.services.sharing.purposes import list_choosable


class PurposeForm(forms.Form):
    """One of the purposes of the catalogue that a person may state."""

    purpose = forms.ChoiceField(label="What I am reading for")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["purpose"].choices = [  # type: ignore[attr-defined]
            (purpose.id, purpose.name) for purpose in list_choosable()
        ]
