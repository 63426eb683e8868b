"""What a product tells of itself as a kind of marked record, and how far it may go."""

from fourpoint.access.kinds import Kind, Part
from fourpoint.records.products.models import DRAFTING, IN_REVIEW, Citation, Decision, Product, Section
from fourpoint.services.products.reach import what_stands_against

_UNISSUED = "Nobody has issued it yet: a second person reviews it, and then it can be disseminated."


def _texts(row: Product) -> tuple[str, ...]:
    sections = Section.objects.filter(product=row).order_by("number").values_list("text", flat=True)
    cited = Citation.objects.filter(product=row).order_by("number").values_list("words", flat=True)
    decided = Decision.objects.filter(product=row).order_by("pk").values_list("words", flat=True)
    said = (row.title, row.question, row.scope, row.requester, *sections, *cited, *decided)
    return tuple(text for text in said if text)


KIND = Kind(
    code="product",
    name="product",
    model=Product,
    title=lambda row: f"{row.reference}: {row.title}",
    texts=_texts,
    parts=(
        Part(model=Section, field="product"),
        Part(model=Citation, field="product"),
        Part(model=Decision, field="product"),
    ),
    area=lambda row: row.area_codes[0] if row.area_codes else "",
    keeps=lambda row: _UNISSUED if row.state in (DRAFTING, IN_REVIEW) else "",
    barred=what_stands_against,
)
