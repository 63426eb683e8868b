"""The embedded server: killed at any moment it comes back with everything committed; started twice it starts once."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest

from fourpoint.config.postgres import process
from fourpoint.config.postgres.account import serving
from fourpoint.config.postgres.errors import DatabaseUnusable
from fourpoint.config.postgres.layout import LONGEST_SOCKET, OWNER, SOCKET_NAME, Layout
from fourpoint.config.postgres.server import Server, embedded

HOLD = """
import sys, time
from pathlib import Path
from fourpoint.config.postgres.server import embedded
print("begin", flush=True)
with embedded(Path(sys.argv[1]), durable=sys.argv[2] == "durable").in_use():
    print("up", flush=True)
    time.sleep(600)
"""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    """
    A server of its own, cleared away afterwards wherever it had to go.

    It does not wait for the disk, which a killed process does not need (a power cut would); the first test does.
    """
    made = embedded(tmp_path / "pytest-kill", durable=False)
    yield made
    made.stop()
    shutil.rmtree(made.layout.root, ignore_errors=True)


def hold(server: Server) -> subprocess.Popen[str]:
    """A process in a session of its own that holds the server."""
    return subprocess.Popen(
        [sys.executable, "-c", HOLD, str(server.layout.wanted), "durable" if server.durable else "quick"],
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def kill_everything(holder: subprocess.Popen[str], layout: Layout) -> None:
    """Kill -9 the command, the server, and every process of the server, as a power cut would."""
    os.killpg(holder.pid, signal.SIGKILL)
    postmaster = process.postmaster_id(layout.data)
    for victim in [postmaster, *descendants(postmaster)] if postmaster else []:
        try:
            os.kill(victim, signal.SIGKILL)
        except ProcessLookupError:
            continue
    holder.wait()
    if holder.stdout:
        holder.stdout.close()


def descendants(parent: int) -> list[int]:
    """The processes whose parent is that one."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except (FileNotFoundError, ProcessLookupError):
            continue
        if int(fields[1]) == parent:
            found.append(int(stat.parent.name))
    return found


def owner(layout: Layout) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(psycopg.conninfo.make_conninfo(**layout.address(user=OWNER)), autocommit=True)


def test_killed_while_serving_comes_back_with_every_committed_row(server: Server):
    server = replace(server, durable=True)
    holder = hold(server)
    assert holder.stdout
    assert [holder.stdout.readline(), holder.stdout.readline()] == ["begin\n", "up\n"]
    with owner(server.layout) as connection:
        connection.execute("create table kept (number int)")
        connection.execute("insert into kept select generate_series(1, 1000)")

    kill_everything(holder, server.layout)

    with server.in_use() as layout, owner(layout) as connection:
        assert connection.execute("select count(*), sum(number) from kept").fetchone() == (1000, 500500)


@pytest.mark.parametrize("seconds", [0.05, 0.3, 0.6])
def test_killed_while_being_made_is_made_whole_by_the_next_start(server: Server, seconds: float):
    holder = hold(server)
    assert holder.stdout
    holder.stdout.readline()
    time.sleep(seconds)

    kill_everything(holder, server.layout)

    with server.in_use() as layout, owner(layout) as connection:
        assert connection.execute("select current_user").fetchone() == (OWNER,)


def test_only_the_command_killed_leaves_a_server_that_the_next_one_takes_over(server: Server):
    holder = hold(server)
    assert holder.stdout
    assert [holder.stdout.readline(), holder.stdout.readline()] == ["begin\n", "up\n"]
    before = process.postmaster_id(server.layout.data)
    holder.kill()
    holder.wait()
    holder.stdout.close()

    with server.in_use() as layout:
        assert process.postmaster_id(layout.data) == before

    assert not server.is_running()


def test_started_many_times_at_once_starts_once_and_stops_with_the_last(server: Server):
    def use(number: int) -> int | None:
        with embedded(server.layout.wanted, durable=False).in_use() as layout:
            time.sleep(0.1 * number)
            with owner(layout) as connection:
                assert connection.execute("select 1").fetchone() == (1,)
            return process.postmaster_id(layout.data)

    with ThreadPoolExecutor(4) as pool:
        postmasters = set(pool.map(use, range(4)))

    assert len(postmasters) == 1
    assert not server.is_running()


def test_lock_file_with_the_number_of_a_stranger_does_not_stop_the_start(server: Server):
    with server.in_use():
        pass
    lock = server.layout.data / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{server.layout.data}\n0\n5432\n{server.layout.sockets}\n\n")

    with server.in_use() as layout, owner(layout) as connection:
        assert connection.execute("select 1").fetchone() == (1,)


def test_lock_file_with_the_number_of_a_zombie_does_not_stop_the_start(server: Server):
    with server.in_use():
        pass
    zombie = subprocess.Popen([sys.executable, "-c", ""])
    time.sleep(0.3)
    (server.layout.data / "postmaster.pid").write_text(f"{zombie.pid}\n{server.layout.data}\n0\n5432\n\n\n")

    with server.in_use() as layout, owner(layout) as connection:
        assert connection.execute("select 1").fetchone() == (1,)

    zombie.wait()


def test_server_listens_on_no_network_and_trusts_nobody(server: Server):
    with server.in_use() as layout, owner(layout) as connection:
        assert connection.execute("show listen_addresses").fetchone() == ("",)
    rules = (server.layout.data / "pg_hba.conf").read_text()

    assert rules == "local all all peer map=fourpoint\n"


def test_server_of_root_runs_as_a_user_without_rights(server: Server):
    if os.geteuid() != 0:
        pytest.skip("only root needs somebody else to run the server")
    with server.in_use() as layout:
        postmaster = process.postmaster_id(layout.data)
        assert Path(f"/proc/{postmaster}").stat().st_uid == serving().uid != 0


def test_private_folder_is_not_opened_and_the_cluster_goes_elsewhere(tmp_path: Path):
    if os.geteuid() != 0:
        pytest.skip("only root's server runs as somebody else")
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    server = embedded(private / "pytest-elsewhere", durable=False)

    with server.in_use() as layout, owner(layout) as connection:
        assert connection.execute("select 1").fetchone() == (1,)

    assert server.layout.is_elsewhere
    assert private.stat().st_mode & 0o777 == 0o700
    assert embedded(private / "pytest-elsewhere").layout == server.layout
    shutil.rmtree(server.layout.root)


def test_folder_of_somebody_else_is_refused(server: Server):
    if os.geteuid() != 0:
        pytest.skip("only root can give a folder to somebody else")
    server.layout.root.mkdir(parents=True)
    os.chown(server.layout.root, 4321, 4321)

    with pytest.raises(DatabaseUnusable, match="belongs to another user"), server.in_use():
        pass


def test_data_of_another_version_are_refused(server: Server):
    with server.in_use():
        pass
    (server.layout.data / "PG_VERSION").write_text("12\n")

    with pytest.raises(DatabaseUnusable, match="were made by PostgreSQL 12"), server.in_use():
        pass


def test_deep_folder_gets_a_socket_that_the_kernel_accepts():
    # Not in pytest's folder: that is private, and root's cluster would go elsewhere.
    top = Path(tempfile.mkdtemp(dir="/tmp"))
    top.chmod(0o755)
    deep = embedded(top / ("d" * 100) / "pytest-deep", durable=False)

    assert len(os.fsencode(deep.layout.sockets / SOCKET_NAME)) <= LONGEST_SOCKET
    assert deep.layout.root.is_relative_to(top)
    with deep.in_use() as layout, owner(layout) as connection:
        assert connection.execute("select 1").fetchone() == (1,)

    shutil.rmtree(top)
    shutil.rmtree(deep.layout.sockets)
