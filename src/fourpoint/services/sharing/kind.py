"""What a pointer tells of itself as a kind of marked record."""

from fourpoint.access.kinds import Kind, Part
from fourpoint.records.disclosure.models import Pointer, PointerTarget

KIND = Kind(
    code="pointer",
    name="pointer",
    model=Pointer,
    title=lambda pointer: f"Pointer {pointer.pk}",
    texts=lambda pointer: (),
    # The target keeps its own audience, or whoever reads the pointer would learn what it points at.
    parts=(Part(model=PointerTarget, field="pointer", moves=False),),
    area=lambda pointer: pointer.area_code,
)
