"""The templates of products, as the catalogue in force has them."""

from fourpoint.access import in_force
from fourpoint.catalogue.intelligence import ProductSectionEntry, ProductTemplateEntry
from fourpoint.domain.errors import Unusable


def list_templates() -> tuple[ProductTemplateEntry, ...]:
    """Return the templates, in the order of the catalogue."""
    return in_force.read_entries("product_templates", ProductTemplateEntry)


def get_template(code: str) -> ProductTemplateEntry:
    """Return the template of that code; raises Unusable when the catalogue holds none."""
    found = next((one for one in list_templates() if one.id == code), None)
    if found is None:
        raise Unusable("Choose a template from the list.")
    return found


def template_name(code: str) -> str:
    """Return the name of a template, or its code when the catalogue dropped it since."""
    return next((one.name for one in list_templates() if one.id == code), code)


def sections_of(template: str) -> dict[str, ProductSectionEntry]:
    """Return the sections of a template by their own code, in the order in which they are printed."""
    held = in_force.read_entries("product_sections", ProductSectionEntry)
    return {one.id.partition(".")[2]: one for one in held if one.template == template}
