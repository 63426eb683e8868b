"""
A product is seen within its audience only, its parts with it; what was issued is never changed.

Products are found by search: their titles and terms, what their sections say, and the words that they cite.
"""

from django.db import migrations

from fourpoint.records.indexed import Indexed, index_for_search
from fourpoint.records.marked import hold_owner
from fourpoint.records.row_security import hold_words, protect_by_audience

_PARTS = ("section", "citation", "decision")
# Deferred, so that product and parts may be moved in either order within one transaction.
_WITH_PRODUCT = """
ALTER TABLE products_{part} ADD CONSTRAINT products_{part}_with_product
    FOREIGN KEY (product_id, audience_id) REFERENCES products_product (id, audience_id)
    ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED
"""
# What is written while a product is drafted, or given to another audience, or disposed of, is not held by this.
_STAYS = """
CREATE FUNCTION products_issued_stays() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
   IF NOT EXISTS (SELECT FROM products_product p WHERE p.id = NEW.product_id AND p.state = 'drafting') THEN
       RAISE EXCEPTION 'A product in review or issued is not changed: return it, or write the next version.'
           USING ERRCODE = 'insufficient_privilege';
   END IF;
   RETURN NEW; END $$;
CREATE TRIGGER stays BEFORE INSERT OR UPDATE OF code, number, text, written_at, written_by_id ON products_section
    FOR EACH ROW EXECUTE FUNCTION products_issued_stays();
CREATE TRIGGER stays BEFORE INSERT ON products_citation
    FOR EACH ROW EXECUTE FUNCTION products_issued_stays();
CREATE FUNCTION products_terms_stay() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN
   IF OLD.state <> 'drafting' THEN
       RAISE EXCEPTION 'The terms of a product in review or issued are not changed.'
           USING ERRCODE = 'insufficient_privilege';
   END IF;
   RETURN NEW; END $$;
CREATE TRIGGER terms_stay BEFORE UPDATE OF title, question, scope, period_from, period_to, requester, due_on,
    threat, area_codes ON products_product FOR EACH ROW EXECUTE FUNCTION products_terms_stay();
-- Whoever was to review it may leave the agency: until it is issued another takes over.
CREATE TRIGGER senior_stays BEFORE UPDATE OF senior_id ON products_product FOR EACH ROW
    WHEN (OLD.state NOT IN ('drafting', 'in-review')) EXECUTE FUNCTION products_terms_stay();
"""
_CHANGES = """
DROP TRIGGER senior_stays ON products_product; DROP TRIGGER terms_stay ON products_product;
DROP FUNCTION products_terms_stay();
DROP TRIGGER stays ON products_citation; DROP TRIGGER stays ON products_section;
DROP FUNCTION products_issued_stays();
"""
_CITED = (
    *("id", "section", "number", "kind", "source_id", "item", "figure", "readable_id", "reference", "words", "grade"),
    *("source_grade", "information_grade", "handling", "conditions", "cited_at", "cited_by_id"),
)


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
    """Row security, what holds parts to their product, and the entries of the index that the database keeps."""

    replaces = [("products", "0002_row_security"), ("products", "0003_found_by_search")]

    dependencies = [("products", "0001_initial"), ("search", "0002_protection")]

    operations = [
        hold_owner("products_product"),
        *(
            migrations.RunSQL(
                _WITH_PRODUCT.format(part=part),
                f"ALTER TABLE products_{part} DROP CONSTRAINT products_{part}_with_product",
            )
            for part in _PARTS
        ),
        *(protect_by_audience(f"products_{name}") for name in ("product", *_PARTS)),
        migrations.RunSQL(_STAYS, _CHANGES),
        hold_words(
            "products_product",
            ("id", "made_at", "made_by_id", "reference", "version", "template", "subject_id", "replaces_id"),
        ),
        hold_words("products_citation", _CITED),
        hold_words(
            "products_decision", ("id", "kind", "decided_at", "decided_by_id", "words", "agencies", "citations")
        ),
        index_for_search(_PRODUCT),
    ]
