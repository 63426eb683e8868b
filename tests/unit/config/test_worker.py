"""The worker outlives its database: it tries again until there is one, and ends when it is told to."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext

import pytest
from django.db import OperationalError
from procrastinate.exceptions import ConnectorException

from fourpoint.config.commands import worker as command
from fourpoint.config.postgres.errors import DatabaseUnusable


@pytest.fixture
def runs(monkeypatch):
    monkeypatch.setattr(command.soundness, "check", lambda: None)
    monkeypatch.setattr(command.wiring, "database", nullcontext)
    monkeypatch.setattr(command, "AGAIN_S", 0)
    monkeypatch.setattr(command, "close_old_connections", lambda: None)
    return []


def working(monkeypatch, runs, *ends):
    """Let each run end so: with an error, by itself (False), or told to (True)."""
    left = list(ends)

    async def work(concurrency):
        runs.append(concurrency)
        end = left.pop(0)
        if isinstance(end, Exception):
            raise end
        return end

    monkeypatch.setattr(command, "_until_told", work)


def run(concurrency):
    """Run it in a thread of its own: a browser of another test may have left its loop in this one."""
    with ThreadPoolExecutor(1) as alone:
        alone.submit(command.worker, concurrency=concurrency).result()


def test_worker_works_again_after_the_database_went_away(monkeypatch, runs):
    away = ConnectorException(), OperationalError(), DatabaseUnusable("It does not answer."), False
    working(monkeypatch, runs, *away, True)

    run(3)

    assert runs == [3] * 5


def test_worker_that_fails_otherwise_says_so_and_stops(monkeypatch, runs):
    working(monkeypatch, runs, ZeroDivisionError())

    with pytest.raises(ZeroDivisionError):
        run(1)
    assert len(runs) == 1
