"""
No function of the database keeps a plan of a table that is protected by audience: it holds the lists of its context.

Contexts leave plans alone, so a kept one would refuse to run for the next person on the connection.
"""

import re

import pytest

from tests import database

pytestmark = pytest.mark.django_db
ANEW = "plan_cache_mode=force_custom_plan"
_POLICIES = """
    SELECT polrelid::regclass::text, concat_ws(' ', pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
    FROM pg_policy
"""
_FUNCTIONS = """
    SELECT p.proname, p.prosrc, p.proconfig, p.proargnames[:p.pronargs] FROM pg_proc p
    JOIN pg_language l ON l.oid = p.prolang JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = 'public' AND l.lanname IN ('sql', 'plpgsql')
"""
_QUOTED = re.compile(r"--[^\n]*|\$(\w*)\$.*?\$\1\$|'(?:[^']|'')*'", re.DOTALL)


@pytest.fixture(scope="module")
def mentions(django_db_setup, django_db_blocker):
    """A pattern for the names of tables with policies that hold lists, or that ask such a table."""
    with django_db_blocker.unblock(), database.owner() as connection:
        policies = connection.execute(_POLICIES).fetchall()
    holding = {table for table, said in policies if "fourpoint_planned" in said}
    before: set[str] = set()
    while holding != before:
        before = holding
        holding = before | {table for table, said in policies if _names(before).search(said)}
    return _names(holding)


def test_every_function_plans_protected_tables_anew(mentions):
    kept = [name for name, source, config, _ in _functions() if mentions.search(_static(source)) and not _anew(config)]

    assert kept == [], "Ask protected tables by EXECUTE, or name the function to plan_anew in a migration."


def test_what_plans_anew_asks_with_its_variables(mentions):
    """PostgreSQL plans a statement without variables once, whatever the function is set to."""
    anew = [(name, source, arguments) for name, source, config, arguments in _functions() if _anew(config)]

    assert anew
    for name, source, arguments in anew:
        variable = re.compile(rf"\b({'|'.join([*(arguments or ()), 'NEW', 'OLD'])})\b")
        asked = [said for said in _static(source).split(";") if mentions.search(said)]
        assert asked, f"{name} asks nothing that is protected: it need not plan anew."
        assert [said for said in asked if not variable.search(said)] == [], name


def _functions():
    with database.owner() as connection:
        return connection.execute(_FUNCTIONS).fetchall()


def _static(source):
    return _QUOTED.sub("", source)


def _anew(config):
    return ANEW in (config or ())


def _names(tables):
    return re.compile(rf"\b({'|'.join(sorted(tables))})\b")
