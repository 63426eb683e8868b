"""What the sharing rule says of "this person" is told to her as to herself."""

import ast
from pathlib import Path

import pytest

from fourpoint.domain import sharing
from fourpoint.services.sharing.telling import to_her


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("This person's agency owns it.", "Your agency owns it."),
        ("This person has not signed up to it.", "You have not signed up to it."),
        ("It is marked OFFICIAL; this person is cleared for less.", "It is marked OFFICIAL; you are cleared for less."),
        ("No role of this person lets them change it.", "No role of yours lets you change it."),
    ],
)
def test_reason_is_told_to_the_person_herself(said, told):
    assert to_her(said) == told


def test_every_sentence_of_the_rule_that_speaks_of_a_person_can_be_told_to_her():
    """Read from the source, so that a new one cannot be forgotten: its verb must be known, or be of the past."""
    texts = [
        node.value
        for path in Path(sharing.__file__).parent.glob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "this person" in node.value.lower()
    ]

    told = [to_her(text) for text in texts]
    assert len(texts) > 10
    assert not any("this person" in text.lower() for text in told)
    assert not any(f"ou {verb} " in text for text in told for verb in ("is", "has", "holds", "does", "runs", "lets"))
