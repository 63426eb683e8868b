"""
Proposes submissions that may tell the same as one that is open. A person decides; nothing is merged.

Found by the keys of `domain.likeness`, which PostgreSQL looks up as a rule of row security (see the third migration of
`records.intelligence`), then compared word by word. What is not open to the reader is neither found nor counted.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from fourpoint.access import trail
from fourpoint.domain import likeness
from fourpoint.domain.cleaning import show_hidden
from fourpoint.records.intelligence.models import Submission

SETTING, CANDIDATES, PROPOSED = "fourpoint.alike", 20, 5
_SENTENCE = re.compile(r"[.!?\n]+")
_FOUND = """
    SELECT submission_id
    FROM (SELECT submission_id, unnest(keys) AS key FROM intelligence_likenesskeys
        WHERE submission_id <> %(own)s) held JOIN unnest(%(keys)s::int[]) asked (key) USING (key)
    GROUP BY submission_id ORDER BY count(*) DESC, submission_id LIMIT %(most)s
"""


@dataclass(frozen=True, kw_only=True)
class Alike:
    """
    A submission that may tell the same, and why it is proposed, in words.

    share  how much of the shorter text is in the other, from 0 to 1; whole: how much of both is the same
    """

    reference: str
    agency: str
    received_at: datetime
    text: str
    reason: str
    share: float
    whole: float


def find_alike(submission: Submission) -> tuple[Alike, ...]:
    """
    Return what may tell the same as that submission, the likest first; only what is open to the reader.

    That its text was shown is recorded, as of any submission.
    """
    said = likeness.wording(submission.what)
    rows = Submission.objects.filter(id__in=_candidates(submission)).select_related("sender_agency")
    found = [(one, row) for row in rows if (one := _compare(submission, said, row)) is not None]
    found.sort(key=lambda pair: (-pair[0].share, -pair[0].whole, pair[0].reference))
    trail.record_shown("submission", [row for _, row in found[:PROPOSED]])
    return tuple(one for one, _ in found[:PROPOSED])


# ----------------------------------------------------------------------------------------------------------------------


def _candidates(submission: Submission) -> tuple[int, ...]:
    keys = list(likeness.keys(submission.what))
    if not keys:
        return ()
    with _asked(keys), connection.cursor() as cursor:
        cursor.execute(_FOUND, {"own": submission.pk, "keys": keys, "most": CANDIDATES})
        return tuple(row[0] for row in cursor.fetchall())


def _compare(submission: Submission, said: likeness.Wording, row: Submission) -> Alike | None:
    like = likeness.compare(said, likeness.wording(row.what))
    if like is None or not like.is_near:
        return None
    same = len(_sentences(submission.what) & _sentences(row.what))
    counted = {0: "", 1: " One sentence is the same."}.get(same, f" {same} sentences are the same.")
    return Alike(
        reference=row.reference,
        agency=row.sender_agency.name,
        received_at=row.made_at,
        text=show_hidden(row.what),
        reason=like.sentence if like.both == 1 else like.sentence + counted,
        share=max(like.both, like.within),
        whole=like.both,
    )


def _sentences(text: str) -> set[str]:
    cut = (" ".join(one.lower().split()) for one in _SENTENCE.split(text))
    # Shorter ones ("Thank you") say nothing.
    return {one for one in cut if one.count(" ") >= 3}


@contextmanager
def _asked(keys: list[int]) -> Iterator[None]:
    """Let the index answer within the block; by the index, since PostgreSQL misjudges how many share a key."""
    _set("{" + ",".join(map(str, keys)) + "}", by_index="off")
    try:
        yield
    finally:
        _set("", by_index="on")


def _set(keys: str, *, by_index: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config(%s, %s, true), set_config('enable_seqscan', %s, true)", [SETTING, keys, by_index]
        )
