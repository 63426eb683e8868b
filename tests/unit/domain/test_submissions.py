"""Whether a question of a desk waits for its sender's answer."""

import pytest

from fourpoint.domain.submissions import Asked, find_asked


@pytest.mark.parametrize(
    ("newest", "ends", "asked"),
    [
        ("", False, Asked.NOTHING),
        ("", True, Asked.NOTHING),
        ("question", False, Asked.WAITS),
        ("question", True, Asked.CLOSED),
        ("answer", False, Asked.NOTHING),
        ("answer", True, Asked.NOTHING),
    ],
)
def test_question_waits_while_its_submission_has_not_ended(newest, ends, asked):
    assert find_asked(newest, ends=ends) is asked
