"""The library's kinds of marked record: papers, and the comments on them."""

from fourpoint.access.kinds import Kind, Part
from fourpoint.records.library.models import DRAFT, Comment, Paper, Version
from fourpoint.services.files.keeping import find_words

# The database holds it too: a draft may name nobody beside its owner.
_DRAFT = "It is a draft, which is for your agency alone: issue the paper to choose who reads it."


def _texts(paper: Paper) -> tuple[str, ...]:
    held = (
        Version.objects.filter(paper=paper).order_by("number").values_list("words", "file_name", "changed", "amended")
    )
    files = Version.objects.filter(paper=paper).exclude(held=None).values_list("held_id", flat=True)
    spoken = find_words(set(files)).values()
    said = (*(text for version in held for text in version if text), *spoken)
    return (paper.title, paper.summary, paper.withdrawal_reason, *said)


def _comment_title(comment: Comment) -> str:
    """A comment on a paper that is not open to the reader does not name it."""
    title = Paper.objects.filter(pk=comment.paper_id or 0).values_list("title", flat=True).first()
    return f"Comment on “{title}”" if title else "Comment on a paper"


# The index of searches is no part: foreign keys of the database make it follow, when records move or go.
KIND = Kind(
    code="paper",
    name="paper",
    model=Paper,
    title=lambda paper: paper.title,
    texts=_texts,
    parts=(Part(model=Version, field="paper"),),
    area=lambda paper: paper.area_codes[0] if paper.area_codes else "",
    keeps=lambda paper: _DRAFT if paper.state == DRAFT else "",
)
COMMENT_KIND = Kind(
    code="comment",
    name="comment",
    model=Comment,
    title=_comment_title,
    texts=lambda comment: (comment.text,),
)
