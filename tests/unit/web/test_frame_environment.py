"""Templates refuse undefined names, escape what they print, and can use GOV.UK's macros."""

import jinja2
import pytest

from fourpoint.web.frame.environment import environment


def draw(source: str, **context: object) -> str:
    return environment().from_string(source).render(**context)


def test_undefined_name_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError):
        draw("{{ nobody_gave_me }}")


def test_missing_attribute_of_a_value_is_an_error() -> None:
    with pytest.raises(jinja2.UndefinedError):
        draw("{{ held.nothing }}", held=object())


def test_words_are_escaped() -> None:
    assert draw("{{ said }}", said="<script>") == "&lt;script&gt;"


def test_macros_of_govuk_frontend_accept_missing_parameters() -> None:
    source = (
        '{% from "govuk_frontend_jinja/components/button/macro.html" import govukButton %}'
        '{{ govukButton({"text": "Freeze & print"}) }}'
    )

    assert "Freeze &amp; print" in draw(source)
