"""Products are found by search: their titles and terms, what their sections say, and the words that they cite."""

from django.db import migrations

from fourpoint.records.indexed import Indexed, index_for_search


def _joined(column: str, table: str) -> str:
    return f"(SELECT string_agg({column}, E'\\n' ORDER BY number) FROM {table} WHERE product_id = r.id)"  # noqa: S608


_PRODUCT = Indexed(
    kind="product",
    table="products_product",
    columns=("reference", "title", "question", "scope", "threat", "area_codes", "period_to"),
    title="concat_ws(' ', r.reference, r.title)",
    body="concat_ws(E'\\n', r.question, r.scope, "
    + _joined("text", "products_section")
    + ", "
    + _joined("words", "products_citation")
    + ")",
    told_on="r.period_to",
    areas="r.area_codes",
    threat="r.threat",
    parts={
        "products_section": ("product_id", ("text",)),
        "products_citation": ("product_id", ("words",)),
    },
)


class Migration(migrations.Migration):
    """One declaration: the database keeps the entries from now on."""

    dependencies = [("products", "0002_row_security"), ("search", "0003_kinds")]

    operations = [index_for_search(_PRODUCT)]
