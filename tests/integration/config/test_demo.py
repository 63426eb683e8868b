"""The demonstration from an empty folder: killed on the way twice, it is whole at the third start."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from fourpoint.config.postgres import process
from fourpoint.config.postgres.layout import ADMIN
from fourpoint.config.postgres.server import embedded

pytestmark = pytest.mark.slow
COMMAND = [sys.executable, "-m", "fourpoint.config.cli", "demo", "--no-serve"]
DEADLINE_S = 300


@pytest.fixture
def home(tmp_path: Path) -> Iterator[Path]:
    """An empty data folder, and nothing of it left afterwards."""
    yield tmp_path / "home"
    server = embedded(tmp_path / "home" / "postgres")
    server.stop()
    shutil.rmtree(server.layout.root, ignore_errors=True)


def environment(home: Path) -> dict[str, str]:
    kept = {
        key: value for key, value in os.environ.items() if not key.startswith(("FOURPOINT_", "DATABASE_", "DJANGO_"))
    }
    return {**kept, "FOURPOINT_HOME": str(home)}


def kill_once(home: Path, has_come: Callable[[], bool]) -> None:
    """Start the demo and kill -9 it, and its server, as soon as that has come about."""
    running = subprocess.Popen(
        COMMAND, env=environment(home), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    deadline = time.monotonic() + DEADLINE_S
    while not has_come() and running.poll() is None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert running.poll() is None, "the demo ended before it could be killed"
    os.killpg(running.pid, signal.SIGKILL)
    postmaster = process.postmaster_id(embedded(home / "postgres").layout.data)
    if postmaster and process.is_alive(postmaster):
        os.kill(postmaster, signal.SIGKILL)
    running.wait()


def test_killed_while_loading_and_while_freezing_the_demo_is_whole_at_the_next_start(home: Path):
    kill_once(home, lambda: any((home / "warehouse").glob("*")))
    kill_once(home, lambda: (home / "demo" / "data").exists())

    done = subprocess.run(COMMAND, env=environment(home), capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr
    for address in ("asha@invicta.example", "bev@thanet.example", "cal@northmoor.example"):
        assert address in done.stdout
    with embedded(home / "postgres").in_use() as layout:
        conninfo = make_conninfo(**layout.address(user=ADMIN))
        with psycopg.connect(conninfo) as admin:
            counted = admin.execute("select count(*), count(distinct profile_id), max(version) from profiles_edition")
            editions = counted.fetchone()
    # One for partners of each area; the force and one district have all three cuts, and one public cut is approved.
    assert editions == (19, 14, 1)
