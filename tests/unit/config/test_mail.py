"""How mail leaves, from one address: servers, files, nothing at all, and a refusal that does not print the password."""

import stat

import pytest
from django.core.mail import EmailMessage, get_connection

from fourpoint.config.mail import MailUnusable, read_mail

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("smtp://ann:a%40b@mail.example", {"port": 587, "use_tls": True, "use_ssl": False, "password": "a@b"}),
        ("smtps://mail.example:4650", {"port": 4650, "use_tls": False, "use_ssl": True, "username": ""}),
        ("smtp://localhost:25?plain=yes", {"port": 25, "use_tls": False, "host": "localhost"}),
        ("smtp://mail.example?plain=no", {"use_tls": True}),
    ],
)
def test_server_is_read(tmp_path, address, expected):
    mail = read_mail(address, mode="production", home=tmp_path)

    assert mail.backend == SMTP
    assert expected.items() <= mail.options.items()


@pytest.mark.parametrize(
    "address",
    [
        "mail.example",
        "smtp://",
        "smtp://ann:hush@mail.example:port",
        "file://here",
        "http://ann:hush@mail",
        "smtp://mail?plain=yes",
    ],
)
def test_what_cannot_be_understood_is_refused_without_its_password(tmp_path, address):
    with pytest.raises(MailUnusable, match="FOURPOINT_MAIL cannot be understood") as refused:
        read_mail(address, mode="production", home=tmp_path)

    assert "hush" not in str(refused.value)


def test_without_an_address_production_sends_nothing_and_a_demonstration_writes_files(tmp_path):
    assert read_mail("", mode="production", home=tmp_path).backend == ""
    demo = read_mail("", mode="demo", home=tmp_path)
    connection = get_connection(demo.backend, **demo.options)

    assert EmailMessage("One", "Two", "a@b.example", ["c@d.example"], connection=connection).send() == 1

    (written,) = (tmp_path / "mail").iterdir()
    assert "Two" in written.read_text()
    assert stat.S_IMODE(written.stat().st_mode) == 0o600


@pytest.mark.parametrize("mode", ["production", "demo"])
def test_console_and_folder_can_be_chosen(tmp_path, mode):
    assert read_mail("console:", mode=mode, home=tmp_path).backend.endswith("console.EmailBackend")
    assert read_mail(f"file://{tmp_path}/x%20y", mode=mode, home=tmp_path).options == {"file_path": f"{tmp_path}/x y"}
