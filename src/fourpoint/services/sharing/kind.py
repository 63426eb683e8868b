"""What a pointer tells of itself as a kind of marked record."""

from fourpoint.access import context
from fourpoint.access.kinds import Kind, Part
from fourpoint.domain.reach import reached
from fourpoint.domain.sharing import Audience
from fourpoint.records.disclosure.models import Pointer, PointerTarget
from fourpoint.services.sharing.pointing import against_pointing

_UNSEEN = "Only somebody who may read what it points at may choose who else is told of it."


def _barred(pointer: Pointer, audience: Audience) -> str:
    """A pointer goes on to others only by somebody who sees what it points at, and while that may be pointed at."""
    if not reached(audience):
        return ""
    target = PointerTarget.objects.filter(pointer=pointer).first()
    return against_pointing(context.somebody().readable[target.audience_id]) if target else _UNSEEN


KIND = Kind(
    code="pointer",
    name="pointer",
    model=Pointer,
    title=lambda pointer: f"Pointer {pointer.pk}",
    texts=lambda pointer: (),
    # The target keeps its own audience, or whoever reads the pointer would learn what it points at.
    parts=(Part(model=PointerTarget, field="pointer", moves=False),),
    area=lambda pointer: pointer.area_code,
    barred=_barred,
)
