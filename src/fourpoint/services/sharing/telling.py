"""Tells a reason of the sharing rule to the person whom it is about."""

import re

# The rule speaks of "this person", with the verb that follows.
_TOLD = {
    "of this person lets them": "of yours lets you",
    "this person's": "your",
    "this person is": "you are",
    "this person has": "you have",
    "this person holds": "you hold",
    "this person does": "you do",
    "this person runs": "you run",
    "this person": "you",
}
_SAID = re.compile("|".join(map(re.escape, _TOLD)), re.IGNORECASE)


def to_her(sentence: str) -> str:
    """Return the sentence as it is told to the person herself: "You have not signed up to ..."."""
    return _SAID.sub(_one, sentence)


def _one(found: re.Match[str]) -> str:
    told = _TOLD[found[0].lower()]
    return told.capitalize() if found[0][0].isupper() else told
