"""The section of a product that an author writes in, for the pages about it."""

from fourpoint.access import checks
from fourpoint.access.context import Acting
from fourpoint.domain.duties import Duty
from fourpoint.services.products import reading, writing


def find_section(who: Acting, product: int, part: str) -> tuple[reading.SectionCard, reading.ProductPage]:
    """Return a section of a product with its page; raises NotOpen, and NotAllowed for who does not write products."""
    page = reading.get_product(who, product)
    card = next((one for one in page.sections if one.code == part), None)
    if card is None:
        raise checks.NotOpen("The product has no such section.")
    checks.check_has_duty(who.actor, duty=Duty.PRODUCTS, agency_id=writing.get_row(product).owner_id)
    return card, page
