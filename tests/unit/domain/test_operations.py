"""Which statutory operation an action is, and what a disclosure must name."""

import pytest

from fourpoint.catalogue import loader
from fourpoint.domain.errors import Unusable
from fourpoint.domain.operations import NOBODY, Operation, Recipients, check_recipients, operation_of


@pytest.mark.parametrize(
    ("action", "operation"),
    [
        ("note.write", Operation.COLLECTION),
        ("person.invite", Operation.COLLECTION),
        ("agreement.sign", Operation.ALTERATION),
        ("membership.end", Operation.ALTERATION),
        ("profile.freeze", Operation.COMBINATION),
        ("subject.merge", Operation.COMBINATION),
        # Never guessed from a verb: these have functions of their own.
        ("record.dispose", Operation.ALTERATION),
        ("export.send", Operation.ALTERATION),
        ("wordless", Operation.ALTERATION),
        ("", Operation.ALTERATION),
    ],
)
def test_operation_comes_from_the_verb(action, operation):
    assert operation_of(action) is operation


def test_the_catalogue_words_each_of_the_six():
    assert [entry.id for entry in loader.load("operations")] == [operation.value for operation in Operation]
    assert len(Operation) == 6


def test_disclosure_names_its_recipients():
    check_recipients(Operation.DISCLOSURE, Recipients(agencies=(3,)))
    check_recipients(Operation.DISCLOSURE, Recipients(persons=(3,)))
    with pytest.raises(Unusable, match="names its recipients"):
        check_recipients(Operation.DISCLOSURE, NOBODY)


@pytest.mark.parametrize("operation", [one for one in Operation if one is not Operation.DISCLOSURE])
def test_nothing_else_has_recipients(operation):
    with pytest.raises(Unusable):
        check_recipients(operation, Recipients(agencies=(3,)))


def test_erasure_is_recorded_by_its_own_type():
    with pytest.raises(Unusable, match="record_erased"):
        check_recipients(Operation.ERASURE, NOBODY)
