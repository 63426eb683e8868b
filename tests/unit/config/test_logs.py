"""What the log must never carry: what somebody searched for, and what a row holds."""

import io
import logging
import logging.config

import pytest

from fourpoint.config.logs import NoQuery, NoValues, logging_plan


@pytest.fixture
def logged() -> tuple[logging.Logger, io.StringIO]:
    """A logger set up as ours are, and what it has written."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(NoValues("%(levelname)s %(message)s"))
    handler.addFilter(NoQuery())
    logger = logging.Logger("test")
    logger.addHandler(handler)
    return logger, written


def test_query_of_an_address_is_cut_off(logged):
    logger, written = logged

    logger.warning("Not Found: %s", "/people/?name=Jane+Doe")

    assert written.getvalue() == "WARNING Not Found: /people/\n"


def test_message_of_an_exception_is_left_out_and_its_place_and_type_are_told(logged):
    logger, written = logged
    who = "@".join(["jane", "example.org"])
    try:
        try:
            raise KeyError(who)
        except KeyError as cause:
            raise ValueError(f"Key (email)=({who}) already exists") from cause
    except ValueError:
        logger.exception("A page failed")

    said = written.getvalue()

    assert who not in said
    assert said.index("builtins.ValueError") < said.index("builtins.KeyError")
    assert "test_logs.py" in said


def test_plan_is_one_that_python_accepts():
    plan = logging_plan()

    made = logging.config.DictConfigurator(plan).configure_formatter(plan["formatters"]["line"])

    assert isinstance(made, NoValues)
