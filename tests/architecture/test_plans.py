"""
No function of the database keeps a plan of a table that is protected by audience: it holds the lists of its context.

Contexts leave plans alone, so a kept one would refuse to run for the next person on the connection.
"""

import re
from dataclasses import dataclass

import pytest

from tests import database

pytestmark = pytest.mark.django_db
ANEW = "plan_cache_mode=force_custom_plan"
_POLICIES = """
    SELECT polrelid::regclass::text, polcmd IN ('a', '*'),
        concat_ws(' ', pg_get_expr(polqual, polrelid), pg_get_expr(polwithcheck, polrelid))
    FROM pg_policy
"""
_FUNCTIONS = """
    SELECT p.proname, p.prosrc, p.proconfig, p.proargnames[:p.pronargs] FROM pg_proc p
    JOIN pg_language l ON l.oid = p.prolang JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE n.nspname = 'public' AND l.lanname IN ('sql', 'plpgsql')
"""
# Of a table that is only added to, PostgreSQL plans the policies of adding and no others.
_ADDED_TO = re.compile(r"\bINSERT INTO (\w+)(?![^;]*\b(?:RETURNING|ON CONFLICT)\b)")
_QUOTED = re.compile(r"--[^\n]*|\$(\w*)\$.*?\$\1\$|'(?:[^']|'')*'", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Holding:
    """Patterns for the names of tables with policies that hold lists, or that ask such a table: any, and of adding."""

    any: re.Pattern[str]
    adding: re.Pattern[str]

    def is_asked(self, said):
        """Whether a plan of these statements would hold lists."""
        return self.any.search(_ADDED_TO.sub(lambda found: found[0] if self.adding.search(found[1]) else "", said))


@pytest.fixture(scope="module")
def holding(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), database.owner() as connection:
        policies = connection.execute(_POLICIES).fetchall()
    tables = {table for table, _, said in policies if "fourpoint_planned" in said}
    before: set[str] = set()
    while tables != before:
        before = tables
        tables = before | {table for table, _, said in policies if _names(before).search(said)}
    holds = re.compile(rf"fourpoint_planned|{_names(tables).pattern}")
    return Holding(
        any=_names(tables), adding=_names({table for table, adds, said in policies if adds and holds.search(said)})
    )


def test_every_function_plans_protected_tables_anew(holding):
    kept = [name for name, source, config, _ in _functions() if holding.is_asked(_static(source)) and not _anew(config)]

    assert kept == [], "Ask protected tables by EXECUTE, or name the function to plan_anew in a migration."


@pytest.mark.parametrize(
    ("said", "asks"),
    [
        ("INSERT INTO audit_reading (id) VALUES (1)", False),
        ("INSERT INTO audit_reading (id) VALUES (1) RETURNING id", True),
        ("INSERT INTO audit_reading (id) VALUES (1) ON CONFLICT DO NOTHING", True),
        ("INSERT INTO audit_reading (id) SELECT id FROM audit_reading", True),
        ("INSERT INTO audit_reading (id) VALUES (1); SELECT FROM audit_reading", True),
        # Whoever adds a paper is held to the audiences that she may give rows.
        ("INSERT INTO library_paper (id) VALUES (1)", True),
    ],
)
def test_only_an_insert_that_holds_no_lists_may_keep_its_plan(holding, said, asks):
    assert bool(holding.is_asked(said)) is asks


def test_what_plans_anew_asks_with_its_variables(holding):
    """PostgreSQL plans a statement without variables once, whatever the function is set to."""
    anew = [(name, source, arguments) for name, source, config, arguments in _functions() if _anew(config)]

    assert anew
    for name, source, arguments in anew:
        variable = re.compile(rf"\b({'|'.join([*(arguments or ()), 'NEW', 'OLD'])})\b")
        asked = [said for said in _static(source).split(";") if holding.is_asked(said)]
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
