"""What a button of the desk sends: an act, and what goes with it."""

from django import forms

from fourpoint.domain.submissions import LONGEST_ANSWER, Priority

# The button that is pressed may say more than a hundred words: the services say, in a sentence, what is too long.
LONGEST_SENT = 2 * LONGEST_ANSWER


class ActForm(forms.Form):
    """One act with a submission: which, the words that it needs, and whom or what it chooses."""

    act = forms.SlugField(max_length=32)
    words = forms.CharField(max_length=LONGEST_SENT, required=False)
    to = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    priority = forms.ChoiceField(choices=[(one.value, one.value) for one in Priority], required=False)
