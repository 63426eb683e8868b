"""
The reference of the environment variables, for whoever installs or runs the system.

A test holds that every variable the code reads stands here, and that nothing else does.
"""

from dataclasses import dataclass

from fourpoint.config.reference.markdown import draw_table


@dataclass(frozen=True, kw_only=True)
class Setting:
    """
    An environment variable.

    words       what it decides
    default     what holds when it is not set, in words
    production  whether `./fourpoint run` refuses to start without it
    example     a value as it may be written; never a real secret
    """

    name: str
    words: str
    default: str
    example: str
    production: bool = False


SETTINGS = (
    Setting(
        name="DATABASE_OWNER_URL",
        words="The database as the role that owns the tables. Only `migrate` uses it.",
        default="the embedded PostgreSQL's own owner role",
        example="postgresql://fourpoint_owner@db.example/fourpoint",
    ),
    Setting(
        name="DATABASE_URL",
        words="The database, PostgreSQL 15 or newer, as the role of the application, which owns nothing.",
        default="a PostgreSQL started by the package in its data folder",
        example="postgresql://fourpoint_app@db.example/fourpoint",
    ),
    Setting(
        name="FOURPOINT_ADDRESS",
        words="The address at which people reach this installation, for links in mail.",
        default="in production `https://` and the first of FOURPOINT_ALLOWED_HOSTS",
        example="https://soc.example.police.uk",
    ),
    Setting(
        name="FOURPOINT_ALLOWED_HOSTS",
        words="The host names this installation answers to, parted by commas.",
        default="this machine only, in a demo; none in production",
        example="soc.example.police.uk",
        production=True,
    ),
    Setting(
        name="FOURPOINT_CATALOGUE",
        words="A folder whose files take the place of catalogue files of the same name: a force's own.",
        default="the catalogue in the package alone",
        example="/etc/fourpoint/catalogue",
    ),
    Setting(
        name="FOURPOINT_CHROMIUM",
        words="The Chromium that the browser tests drive; `./fourpoint test` finds or installs one and sets it.",
        default="the one on the PATH",
        example="/usr/bin/chromium",
    ),
    Setting(
        name="FOURPOINT_HOME",
        words="The data folder: embedded database, warehouse, logs.",
        default="`.fourpoint` in the checkout; for an installed package `~/.local/share/fourpoint`",
        example="/var/lib/fourpoint",
    ),
    Setting(
        name="FOURPOINT_LARGEST_FILE_MB",
        words="The largest file, in megabytes, that people may put in the library or attach.",
        default="20",
        example="50",
    ),
    Setting(
        name="FOURPOINT_MAIL",
        words=(
            "The server by which mail leaves: `smtp://` is encrypted by STARTTLS (`?plain=yes` for a server on this"
            " machine), `smtps://` from the start; `file:///folder` and `console:` send nothing."
        ),
        default="files in the data folder, in a demo; in production no mail is sent and links are handed over",
        example="smtp://fourpoint:secret@mail.example.police.uk:587",
    ),
    Setting(
        name="FOURPOINT_MAIL_FROM",
        words="The address that mail comes from.",
        default="`fourpoint@localhost`",
        example="fourpoint@soc.example.police.uk",
    ),
    Setting(
        name="FOURPOINT_MODE",
        words="`demo`, `production` or `test`. Production refuses what a demo allows.",
        default="`demo`",
        example="production",
    ),
    Setting(
        name="FOURPOINT_POSTGRES_BIN",
        words="A folder with the programs of another PostgreSQL for the embedded server, instead of the wheel's.",
        default="the programs in the wheel",
        example="/usr/lib/postgresql/15/bin",
    ),
    Setting(
        name="FOURPOINT_PROVIDERS",
        words="The folder of identity providers that agencies sign in with, one TOML file each.",
        default="none: people sign in with a password and a second factor",
        example="/etc/fourpoint/providers",
    ),
    Setting(
        name="FOURPOINT_SCANNER",
        words=(
            "Where ClamAV's daemon listens: the path of its socket, or host:port. Without a scanner, files that people"
            " bring stay in quarantine, and nobody can take them away."
        ),
        default="none: a demo lets files through and its pages say so",
        example="/run/clamav/clamd.ctl",
    ),
    Setting(
        name="FOURPOINT_SEAL_KEY",
        words="The key that signs roots of the trail; earlier keys after it, parted by commas, for checks.",
        default="made from the secret key, and changed with it",
        example="(50 random characters)",
    ),
    Setting(
        name="FOURPOINT_SECOND_FACTOR",
        words="`required` lets nobody past the page that sets one up; `offered` leaves it to each person.",
        default="`required` in production, `offered` elsewhere; production starts with nothing else",
        example="required",
    ),
    Setting(
        name="FOURPOINT_SECRET_KEY",
        words="The key that signs sessions. Long, random, kept secret, the same for every process.",
        default="made once and kept in the data folder, in a demo",
        example="(50 random characters)",
        production=True,
    ),
    Setting(
        name="FOURPOINT_SOURCE_KEY",
        words="The key that encrypts who a source is; earlier keys after it, parted by commas, still open theirs.",
        default="made from the secret key: before you change that, set this to the old one",
        example="(50 random characters)",
    ),
    Setting(
        name="FOURPOINT_TRAIL_KEY",
        words="The key that marks each entry of the trail; earlier keys after it, parted by commas, for checks.",
        default="made from the secret key, and changed with it",
        example="(50 random characters)",
    ),
    Setting(
        name="XDG_DATA_HOME",
        words="Where an installed package keeps its data folder when FOURPOINT_HOME does not say.",
        default="`~/.local/share`",
        example="/srv/data",
    ),
)

_OPENING = """\
# Settings

Everything that an installation can be told from outside. They are read from the environment, once, at the start, and
only by `fourpoint.config`. See [run in production](../how-to/run-in-production.md) for how to set them.
"""


def render_settings() -> str:
    """Return the table of all settings."""
    rows = [
        (
            f"`{setting.name}`",
            setting.words,
            setting.default,
            "must be set" if setting.production else "",
            f"`{setting.example}`",
        )
        for setting in SETTINGS
    ]
    table = draw_table(("variable", "what it decides", "when it is not set", "in production", "example"), rows)
    return f"{_OPENING}\n{table}\n"
