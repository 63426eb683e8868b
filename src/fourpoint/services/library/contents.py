"""What a version of a paper holds before it is kept: a written page or a file, checked and made ready."""

import hashlib
from dataclasses import dataclass, fields

from fourpoint.domain.cleaning import check_length, clean_text
from fourpoint.domain.errors import Unusable
from fourpoint.domain.markdown import plain_words
from fourpoint.records.library.models import Version
from fourpoint.services.library.files.accepting import accept_file

LONGEST_PAGE = 100_000


@dataclass(frozen=True, kw_only=True)
class Written:
    """A page in our subset of Markdown."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Uploaded:
    """A file as it was sent, under the name its sender gave it."""

    name: str
    data: bytes


Content = Written | Uploaded


@dataclass(frozen=True, kw_only=True)
class Ready:
    """The columns of a version that come from its content; see `records.library.models.Version`."""

    text: str | None
    file: bytes | None
    file_name: str
    media_type: str
    size: int
    sha256: str
    words: str


def make_ready(content: Content) -> Ready:
    """Return what is kept of the content; raises Unusable, in one sentence, when it cannot be taken."""
    return _page(content.text) if isinstance(content, Written) else _file(content)


def kept(version: Version) -> Ready:
    """Return the content of a version, for the next one to say the same."""
    return Ready(**{one.name: getattr(version, one.name) for one in fields(Ready)})


def _page(text: str) -> Ready:
    held = clean_text(text)
    if not held:
        raise Unusable("The page is empty: write something, or attach a file.")
    check_length(held, most=LONGEST_PAGE, what="page")
    data = held.encode()
    return Ready(
        text=held,
        file=None,
        file_name="",
        media_type="",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        words=plain_words(held),
    )


def _file(content: Uploaded) -> Ready:
    accepted = accept_file(content.name, content.data)
    return Ready(
        text=None,
        file=accepted.data,
        file_name=accepted.name,
        media_type=accepted.media_type,
        size=len(accepted.data),
        sha256=hashlib.sha256(accepted.data).hexdigest(),
        words=accepted.words,
    )
