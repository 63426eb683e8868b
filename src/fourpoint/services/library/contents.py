"""What a version of a paper holds before it is kept: a written page or a file, checked and made ready."""

import hashlib
from dataclasses import dataclass, fields
from datetime import datetime

from fourpoint.domain.cleaning import check_length, clean_text
from fourpoint.domain.errors import Unusable
from fourpoint.domain.markdown import plain_words
from fourpoint.domain.sharing import Actor
from fourpoint.records.library.models import Version
from fourpoint.services.files.accepting import accept_file
from fourpoint.services.files.keeping import FileIsDestroyed, FileIsWaiting, get_content, put_in

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
    """
    The columns of a version that come from its content; see `records.library.models.Version`.

    spoken  no column: the words by which it is found, those of a file too
    """

    text: str | None
    held_id: int | None
    file_name: str
    media_type: str
    size: int
    sha256: str
    words: str
    spoken: str

    @property
    def columns(self) -> dict[str, object]:
        """What is kept with the version."""
        return {name: value for name, value in vars(self).items() if name != "spoken"}


def make_ready(content: Content, *, by: Actor, at: datetime) -> Ready:
    """Keep the content, a file in quarantine; raises Unusable, in one sentence, when it cannot be taken."""
    return _page(content.text) if isinstance(content, Written) else _file(content, by=by, at=at)


def kept(version: Version) -> Ready:
    """Return the content of a version, for the next one to say the same; raises Unusable for a file not scanned."""
    spoken = version.words
    if version.held_id is not None:
        try:
            spoken = get_content(version.held_id).words
        except FileIsWaiting:
            raise Unusable("The file is not scanned yet: wait a little, attach another, or write a page.") from None
        except FileIsDestroyed:
            raise Unusable("The file was destroyed, all but its name: attach another, or write a page.") from None
    same = {one.name: getattr(version, one.name) for one in fields(Ready) if one.name != "spoken"}
    return Ready(**same, spoken=spoken)


def _page(text: str) -> Ready:
    held = clean_text(text)
    if not held:
        raise Unusable("The page is empty: write something, or attach a file.")
    check_length(held, most=LONGEST_PAGE, what="page")
    data = held.encode()
    return Ready(
        text=held,
        held_id=None,
        file_name="",
        media_type="",
        size=len(data),
        sha256=hashlib.sha256(data).hexdigest(),
        words=plain_words(held),
        spoken=plain_words(held),
    )


def _file(content: Uploaded, *, by: Actor, at: datetime) -> Ready:
    accepted = accept_file(content.name, content.data)
    return Ready(
        text=None,
        held_id=put_in(accepted, by=by, at=at),
        file_name=accepted.name,
        media_type=accepted.media_type,
        size=len(accepted.data),
        sha256=hashlib.sha256(accepted.data).hexdigest(),
        words="",
        spoken=accepted.words,
    )
