"""Pages for readers of products: the list, a product, and a copy of it as PDF or Word."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fourpoint.access import checks
from fourpoint.domain.duties import Duty
from fourpoint.services.disclosure.receipts import find_receipt, list_given
from fourpoint.services.exports.lease import What
from fourpoint.services.marked.summary import who_can_see
from fourpoint.services.products import printed, reading
from fourpoint.services.products.templates import list_templates
from fourpoint.services.products.writing import get_row
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.leasing import take
from fourpoint.web.frame.prints import FILES, print_as


@require_safe
def list_products(request: HttpRequest) -> HttpResponse:
    """Show the products that are open to the reader."""
    who = acting(request)
    state = request.GET.get("state", "")
    context = {
        "products": reading.list_products(who, state=state),
        "states": reading.STATE_WORDS,
        "state": state,
        "most": reading.MOST_LISTED,
        "templates": list_templates(),
        "may_write": checks.has_duty(who.actor, duty=Duty.PRODUCTS, agency_id=who.actor.agency_id or 0),
    }
    return answer(request, "products/list.html.jinja", context)


@require_safe
def product(request: HttpRequest, product: int) -> HttpResponse:
    """Show a product with its sources, the key of their grades, who can see it and what was decided of it."""
    who = acting(request)
    page = reading.get_product(who, product)
    context = {
        "page": page,
        "states": reading.STATE_WORDS,
        "apart": reading.APART,
        "sharing": who_can_see("product", get_row(product)),
        "given": list_given(who, kind="product", record_id=product),
        "receipt": find_receipt(who, kind="product", record_id=product),
        "may_decide": page.is_owner
        and page.line.state == "issued"
        and checks.has_duty(who.actor, duty=Duty.RELEASE, agency_id=who.actor.agency_id or 0),
    }
    return answer(request, "products/product.html.jinja", context)


@require_safe
def copy(request: HttpRequest, product: int, file: str) -> HttpResponse:
    """Hand over an issued product as PDF or Word: a numbered, stamped copy that its reader holds from now on."""
    who = acting(request)
    get_row(product)
    if file not in FILES:
        raise checks.NotOpen("There is no such file: a copy is a PDF or a Word file.")
    made, audience_id = printed.to_print(who, product)
    what = What(kind="product", record_id=product, audience_id=audience_id, words=made.words)
    name, media_type, content = print_as(file, made)
    return take(request, what, name, content, media_type)
