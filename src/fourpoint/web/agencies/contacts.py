"""Pages on which an agency names its contacts and says what it covers."""

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from fourpoint.domain.errors import Refused, Unusable
from fourpoint.services.agencies import contacts
from fourpoint.web.agencies.forms import ContactForm, DescribeForm
from fourpoint.web.agencies.opening import Kept, keep
from fourpoint.web.frame.answers import answer

FORM = "agencies/form.html.jinja"


@require_http_methods(["GET", "HEAD", "POST"])
def name_contact(request: HttpRequest, agency: str) -> HttpResponse:
    """Name a single point of contact."""
    kept = keep(request, agency)
    form = ContactForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        try:
            contacts.name_contact(by=kept.who.actor, purpose=kept.who.purpose, at=kept.who.at, contact=form.draft())
            return _to_agency(kept)
        except (Refused, Unusable) as error:
            form.add_error(None, str(error))
    return _form(request, kept, form, title="Name a contact", button="Name the contact")


@require_POST
def end_contact(request: HttpRequest, agency: str, contact_id: int) -> HttpResponse:
    """Say that a contact holds no more."""
    kept = keep(request, agency)
    contacts.end_contact(by=kept.who.actor, purpose=kept.who.purpose, at=kept.who.at, contact_id=contact_id)
    return _to_agency(kept)


@require_http_methods(["GET", "HEAD", "POST"])
def describe(request: HttpRequest, agency: str) -> HttpResponse:
    """Say which districts the agency covers and who finds it."""
    kept = keep(request, agency)
    held = {"districts": "\n".join(kept.page.districts), "listed": kept.page.listed}
    form = DescribeForm(request.POST or None, initial=held)
    if request.method == "POST" and form.is_valid():
        codes = tuple(form.cleaned_data["districts"].replace(",", " ").upper().split())
        try:
            contacts.describe_agency(
                by=kept.who.actor,
                purpose=kept.who.purpose,
                at=kept.who.at,
                districts=codes,
                listed=form.cleaned_data["listed"],
            )
            return _to_agency(kept)
        except (Refused, Unusable) as error:
            form.add_error("districts", str(error))
    return _form(request, kept, form, title="What the directory says", button="Save")


def _to_agency(kept: Kept) -> HttpResponse:
    return HttpResponseRedirect(reverse("agencies:agency", kwargs={"agency": kept.page.code}))


def _form(request: HttpRequest, kept: Kept, form: forms.Form, *, title: str, button: str) -> HttpResponse:
    back = reverse("agencies:agency", kwargs={"agency": kept.page.code})
    context = {"page": kept.page, "form": form, "title": title, "button": button, "back": (back, kept.page.name)}
    return answer(request, FORM, {**context, "lead": "", "warning": False}, status=400 if form.errors else 200)
