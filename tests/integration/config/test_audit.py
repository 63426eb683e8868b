"""`fourpoint audit`: a root is written and printed, a sound trail passes, a bent one does not."""

import pytest
from typer.testing import CliRunner

from fourpoint.config import wiring
from fourpoint.config.cli import app
from tests import database
from tests.factories.cast import load_cast

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


@pytest.fixture
def run(settings, tmp_path, monkeypatch):
    settings.FOURPOINT_ROOTS, settings.FOURPOINT_HEADS = tmp_path / "own", tmp_path / "heads"
    # The server of the tests runs already.
    monkeypatch.setattr(wiring, "server", lambda: None)
    return lambda *words: CliRunner().invoke(app, ["audit", *words])


def _cut(number):
    with database.owner() as owner:
        for table in ("audit_event", "audit_seal", "audit_root"):
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER, NO FORCE ROW LEVEL SECURITY")
        owner.execute(
            "DELETE FROM audit_event WHERE id IN (SELECT entry_id FROM audit_seal WHERE number > %s)", [number]
        )
        owner.execute("DELETE FROM audit_seal WHERE number > %s", [number])
        owner.execute("DELETE FROM audit_root")
        for table in ("audit_event", "audit_seal", "audit_root"):
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        owner.execute("ALTER TABLE audit_event FORCE ROW LEVEL SECURITY")


def test_root_is_printed_and_a_sound_trail_passes(run, tmp_path):
    load_cast()
    waiting = run("verify")
    assert waiting.exit_code == 0
    assert "not sealed yet" in waiting.output

    made = run("root", "--to", str(tmp_path / "outside"))
    assert made.exit_code == 0
    line = made.output.splitlines()[0]
    assert line.startswith("fourpoint-trail-root ")
    assert line in next((tmp_path / "outside").glob("*.txt")).read_text("utf-8")

    said = run("verify", "--root", str(tmp_path / "outside"))
    assert said.exit_code == 0, said.output
    assert line in said.output
    assert "Nothing was changed" in said.output


def test_root_is_signed_and_told_with_its_public_key(run, tmp_path, settings):
    load_cast()
    made = run("root", "--to", str(tmp_path / "outside"))
    _, signature, public = made.output.splitlines()[:3]
    assert signature.startswith("fourpoint-trail-signature ")
    file = next((tmp_path / "outside").glob("*.txt"))
    assert {signature, public} <= set(file.read_text("utf-8").splitlines())

    settings.FOURPOINT_SEAL_KEYS = (b"another key of thirty-two bytes.",)
    assert run("verify", "--root", str(file)).exit_code == 1
    said = run("verify", "--root", str(file), "--public-key", public)
    assert said.exit_code == 0, said.output
    refused = run("verify", "--public-key", "abc")
    assert refused.exit_code == 1
    assert "no public key" in refused.output


def test_cut_trail_does_not_pass_against_its_root(run, tmp_path):
    load_cast()
    run("root", "--to", str(tmp_path / "outside"))
    _cut(5)

    assert run("verify").exit_code == 0
    said = run("verify", "--root", str(tmp_path / "outside"))
    assert said.exit_code == 1
    assert "its end was cut off" in said.output


def test_root_in_the_own_folder_is_compared_unasked(run):
    load_cast()
    run("root")
    _cut(5)

    assert run("verify").exit_code == 1


def test_trail_without_entries(run):
    assert run("root").exit_code == 1
    assert run("verify").exit_code == 0
    assert "0 entries sealed" in run("seal").output


@pytest.mark.parametrize("text", [None, "nothing", "fourpoint-trail-root 7 abc"])
def test_what_is_no_root_is_refused_in_a_sentence(run, tmp_path, text):
    file = tmp_path / "root.txt"
    if text is not None:
        file.write_text(text, encoding="utf-8")

    said = run("verify", "--root", str(file))

    assert said.exit_code == 1
    assert "root" in said.output
    assert "Traceback" not in said.output
