"""Pages of senior review: return a product with reasons, issue it, or decide how far beyond its sources it may go."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from fourpoint.access import checks
from fourpoint.domain.duties import Duty
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.markings import parse_marking
from fourpoint.domain.months import same_day
from fourpoint.domain.sharing import Subject
from fourpoint.services.disclosure.choices import options
from fourpoint.services.products import issuing, reading, writing
from fourpoint.services.products.templates import get_template
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.products.forms import FurtherForm, IssueForm, ReturnForm

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def review(request: HttpRequest, product: int) -> HttpResponse:
    """Read a product with its sources as its reviewer, and return it or issue it."""
    who = acting(request)
    row = writing.get_row(product)
    checks.check_has_duty(who.actor, duty=Duty.RELEASE, agency_id=row.owner_id)
    back = "return" in request.POST
    returning = ReturnForm(request.POST if back else None, prefix="return")
    form = _issue_form(request, row.template, row.owner_id, bound=request.method == "POST" and not back)
    given: dict[str, Any] = {"by": who.actor, "purpose": who.purpose, "at": who.at, "product_id": product}
    problem = ""
    try:
        if back and returning.is_valid():
            issuing.return_to_author(**given, reason=returning.cleaned_data["reason"])
            return redirect("products:product", product=product)
        if form.is_bound and form.is_valid():
            _issue(form, given)
            return redirect("products:product", product=product)
    except (Refused, Unusable) as refusal:
        problem = str(refusal)
    wrong = bool(problem or returning.errors or form.errors)
    context = {
        "page": reading.get_product(who, product),
        "form": form,
        "returning": returning,
        "problem": problem,
        "apart": reading.APART,
    }
    return answer(request, "products/review.html.jinja", context, status=400 if wrong else 200)


@require_http_methods(METHODS)
def further(request: HttpRequest, product: int) -> HttpResponse:
    """Decide that agencies may be given an issued product though its sources are closed to them."""
    who = acting(request)
    row = writing.get_row(product)
    checks.check_has_duty(who.actor, duty=Duty.RELEASE, agency_id=row.owner_id)
    held = options(row.owner_id, at=who.at).agreements
    agencies = dict(sorted({(one.value, one.text) for agreement in held for one in agreement.agencies}, key=_by_name))
    form, problem = FurtherForm(request.POST or None, agencies=agencies.items()), ""
    if form.is_bound and form.is_valid():
        try:
            issuing.let_go_further(
                by=who.actor,
                purpose=who.purpose,
                at=who.at,
                product_id=product,
                agencies=frozenset(int(one) for one in form.cleaned_data["agencies"]),
                reason=form.cleaned_data["reason"],
            )
        except (Refused, Unusable) as refusal:
            problem = str(refusal)
        else:
            return redirect("products:product", product=product)
    context = {"page": reading.get_product(who, product), "form": form, "problem": problem}
    return answer(request, "products/further.html.jinja", context, status=400 if form.errors or problem else 200)


def _by_name(option: tuple[str, str]) -> str:
    return option[1]


def _issue_form(request: HttpRequest, template: str, owner_id: int, *, bound: bool) -> IssueForm:
    who = acting(request)
    held = options(owner_id, at=who.at)
    day = same_day(timezone.localdate(who.at), months=get_template(template).months)
    return IssueForm(
        request.POST if bound else None,
        initial={"review_on": day},
        conditions=[(one.value, f"{one.text}: {one.hint}") for one in held.conditions],
        subjects=[(one.value, one.text) for one in held.subjects],
    )


def _issue(form: IssueForm, given: dict[str, Any]) -> None:
    held = form.cleaned_data
    issuing.issue(
        **given,
        marking=parse_marking(held["marking"]),
        reason=held["reason"],
        review_on=held["review_on"],
        subject=Subject(held["subject"]),
        conditions=tuple(held["conditions"]),
        wider=held["wider"],
    )
