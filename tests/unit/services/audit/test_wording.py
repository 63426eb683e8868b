"""Entries of the trail in words."""

import pytest

from fourpoint.services.audit import wording


@pytest.mark.parametrize(
    ("verb", "said"),
    [
        ("sign", "signed"),
        ("invite", "invited"),
        ("deny", "denied"),
        ("play", "played"),
        ("stop", "stopped"),
        ("write", "wrote"),
        ("withdraw", "withdrew"),
        ("open", "opened"),
        ("end", "ended"),
        ("disclose", "disclosed"),
        ("show", "showed"),
        ("submit", "submitted"),
    ],
)
def test_past_tense(verb, said):
    assert wording.past(verb) == said


@pytest.mark.parametrize(
    ("action", "sentence"),
    [
        ("agreement.sign", "signed X"),
        ("second-factor.set-up", "set X (up)"),
        ("look", "looked X"),
        ("", "X"),
    ],
)
def test_change_in_words(action, sentence):
    assert wording.change_words(action, "X") == sentence


def test_object_is_called_by_title_or_by_number():
    assert wording.object_words("legal-note", "7", "Dover") == "the legal note “Dover”"
    assert wording.object_words("legal-note", "7", None) == "legal note 7"
    assert wording.object_words("trail", "", None) == "trail"


def test_lists_in_words():
    assert wording.list_words("paper", {"shown": 2, "total": 2}, "") == "read a list of papers: 2 shown"
    assert wording.list_words("inquiry", {"shown": 2, "total": 9}, "x") == "searched inquiries for “x”: 2 of 9 shown"
    assert wording.plural("box") == "boxes"
