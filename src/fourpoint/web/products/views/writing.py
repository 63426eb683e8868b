"""Pages for authors of products: terms, sections, what they cite, sending it to review, the next version."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from fourpoint.access import checks
from fourpoint.access.context import Acting
from fourpoint.domain.duties import Duty
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.services.library.places import list_areas, threat_names
from fourpoint.services.products import citing, issuing, reading, writing
from fourpoint.services.products.templates import list_templates
from fourpoint.services.subjects.reading import find_by_reference
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.numbers import read_number
from fourpoint.web.products.forms import CiteForm, SectionForm, TermsForm
from fourpoint.web.products.places import find_section

METHODS = ["GET", "HEAD", "POST"]


@require_http_methods(METHODS)
def new(request: HttpRequest) -> HttpResponse:
    """Begin a product: a template, whom it is about where it is about somebody, and the terms of reference."""
    who = acting(request)
    checks.check_has_duty(who.actor, duty=Duty.PRODUCTS, agency_id=who.actor.agency_id or 0)
    asked = request.POST if request.method == "POST" else request.GET
    template, subject = asked.get("template", "")[:64], asked.get("subject", "")[:16]
    form = _form(request, who)
    problem = ""
    if form.is_bound and form.is_valid():
        try:
            number = writing.begin(
                by=who.actor,
                purpose=who.purpose,
                at=who.at,
                template=template,
                terms=form.terms(),
                subject_id=_subject(subject),
            )
        except (Refused, Unusable) as refusal:
            problem = str(refusal)
        else:
            return redirect("products:product", product=number)
    return _terms_page(request, form, problem, template=template, subject=subject)


@require_http_methods(METHODS)
def terms(request: HttpRequest, product: int) -> HttpResponse:
    """Write the terms of reference anew while the product is drafted."""
    who = acting(request)
    row = writing.get_row(product)
    checks.check_has_duty(who.actor, duty=Duty.PRODUCTS, agency_id=row.owner_id)
    form, problem = _form(request, who, initial=reading.get_terms(product), author_id=row.made_by_id), ""
    if form.is_bound and form.is_valid():
        try:
            writing.amend_terms(by=who.actor, purpose=who.purpose, at=who.at, product_id=product, terms=form.terms())
        except (Refused, Unusable) as refusal:
            problem = str(refusal)
        else:
            return redirect("products:product", product=product)
    return _terms_page(request, form, problem, product=product)


@require_http_methods(METHODS)
def section(request: HttpRequest, product: int, part: str) -> HttpResponse:
    """Write a section beside what it must say and what it cites."""
    who = acting(request)
    card, page = find_section(who, product, part)
    form, problem = SectionForm(request.POST or None, initial={"text": card.text}), ""
    if form.is_bound and form.is_valid():
        try:
            given: dict[str, Any] = {"by": who.actor, "purpose": who.purpose, "at": who.at, "product_id": product}
            if "out" in request.POST:
                citing.take_out(**given, number=_number(request.POST["out"]))
            writing.write_section(**given, section=part, text=form.cleaned_data["text"])
        except (Refused, Unusable) as refusal:
            problem = str(refusal)
        else:
            on = "products:section" if {"out", "stay"} & set(request.POST) else "products:product"
            return redirect(on, product, part) if on == "products:section" else redirect(on, product=product)
    context = {"page": page, "card": card, "form": form, "problem": problem, "apart": reading.APART}
    return answer(request, "products/section.html.jinja", context, status=400 if form.errors or problem else 200)


@require_http_methods(METHODS)
def cite(request: HttpRequest, product: int, part: str) -> HttpResponse:
    """Cite an item of a report or a statement of the subject in a section; a figure is chosen on pages of its own."""
    who = acting(request)
    card, page = find_section(who, product, part)
    form, problem = CiteForm(request.POST or None), ""
    if form.is_bound and form.is_valid():
        try:
            _cite(form, citing.Place(product_id=product, section=part), who)
        except (Refused, Unusable) as refusal:
            problem = str(refusal)
        else:
            return redirect("products:section", product=product, part=part)
    picture = citing.pictured(writing.get_row(product)) if page.may_write else None
    context = {
        "page": page,
        "card": card,
        "form": form,
        "problem": problem,
        "statements": (*picture.categories, *picture.found_by, *picture.more, *picture.ties) if picture else (),
    }
    return answer(request, "products/cite.html.jinja", context, status=400 if form.errors or problem else 200)


@require_POST
def submit(request: HttpRequest, product: int) -> HttpResponse:
    """Send a product to its senior officer."""
    who = acting(request)
    try:
        writing.submit(by=who.actor, purpose=who.purpose, at=who.at, product_id=product)
    except Unusable as refusal:
        page = reading.get_product(who, product)
        return answer(request, "products/unready.html.jinja", {"page": page, "problem": str(refusal)}, status=400)
    return redirect("products:product", product=product)


@require_POST
def write_next(request: HttpRequest, product: int) -> HttpResponse:
    """Begin the next version of an issued product."""
    who = acting(request)
    try:
        number = issuing.write_next(by=who.actor, purpose=who.purpose, at=who.at, product_id=product)
    except Unusable as refusal:
        page = reading.get_product(who, product)
        return answer(request, "products/unready.html.jinja", {"page": page, "problem": str(refusal)}, status=400)
    return redirect("products:product", product=number)


def _form(request: HttpRequest, who: Acting, *, initial: Any = None, author_id: int | None = None) -> TermsForm:
    return TermsForm(
        request.POST if request.method == "POST" else None,
        initial=initial,
        seniors=writing.seniors(who.actor, at=who.at, author_id=author_id).items(),
        threats=threat_names().items(),
        areas=list_areas(agency_id=who.actor.agency_id),
    )


def _terms_page(
    request: HttpRequest, form: TermsForm, problem: str, *, template: str = "", subject: str = "", product: int = 0
) -> HttpResponse:
    context = {
        "form": form,
        "problem": problem,
        "templates": list_templates(),
        "template": template,
        "subject": subject,
        "product": product,
    }
    return answer(request, "products/terms.html.jinja", context, status=400 if form.errors or problem else 200)


def _cite(form: CiteForm, place: citing.Place, who: Acting) -> None:
    held = form.cleaned_data
    given: dict[str, Any] = {"by": who.actor, "purpose": who.purpose, "at": who.at, "place": place}
    match held["kind"]:
        case "report":
            citing.cite_report(**given, reference=held["reference"], item=held["item"] or 0)
        case _:
            citing.cite_statement(**given, statement_id=held["statement"] or 0)


def _subject(reference: str) -> int:
    if not reference.strip():
        return 0
    found = find_by_reference(reference)
    if found is None:
        raise Unusable("No subject of that reference is open to you: look it up first.")
    return found


def _number(text: str) -> int:
    return read_number(text) or 0
