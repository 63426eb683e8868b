"""The page on which a person declares what is close to her, and ends what holds no more; nobody else has it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from fourpoint.domain.errors import Unusable
from fourpoint.services.audit import declaring
from fourpoint.web.audit.forms import DeclareForm
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer


@require_http_methods(["GET", "HEAD", "POST"])
def declared(request: HttpRequest) -> HttpResponse:
    """List what the reader declared, and take something more."""
    who = acting(request)
    form = DeclareForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            declaring.declare(by=who.actor, purpose=who.purpose, at=who.at, **form.cleaned_data)
        except Unusable as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("audit:declared")
    context = {"form": form, "held": declaring.list_own(who)}
    return answer(request, "audit/declared.html.jinja", context, status=400 if form.errors else 200)


@require_POST
def end(request: HttpRequest, declaration: int) -> HttpResponse:
    """Say that one holds no more."""
    who = acting(request)
    declaring.end(by=who.actor, purpose=who.purpose, at=who.at, declaration_id=declaration)
    return redirect("audit:declared")
