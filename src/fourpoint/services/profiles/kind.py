"""What commentary tells of itself as a kind of marked record."""

from fourpoint.access.kinds import Kind, Part
from fourpoint.records.profiles.models import Commentary, CommentaryVersion
from fourpoint.services.profiles.printed import editions_with


def _texts(note: Commentary) -> tuple[str, ...]:
    """Every version: a name struck out of the newest still stands in the one before."""
    held = note.versions.order_by("version").values_list("text", flat=True)
    return (note.about, *held, note.withdrawn_reason)


KIND = Kind(
    code="commentary",
    name="commentary",
    model=Commentary,
    title=lambda note: f"Commentary on {note.about}",
    texts=_texts,
    parts=(Part(model=CommentaryVersion, field="commentary"),),
    area=lambda note: note.area_code,
    printed=editions_with,
)
