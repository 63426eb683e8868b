"""What agencies' own systems send: tokens and who holds them, the address that machines send to, files of rows."""

import json
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from fourpoint.access import context
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.domain.submissions import Channel
from fourpoint.jobs.accounts import send_mail_soon
from fourpoint.services.intelligence import systems as service
from fourpoint.services.intelligence.cells import MOST_BYTES
from fourpoint.services.intelligence.rows import FileReport, take_file
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.numbers import read_number
from fourpoint.web.intelligence.submit_forms import RowsForm, TokenForm

FORM = ["GET", "HEAD", "POST"]
BEARER = "Bearer "
TOO_MUCH = "There is more text than is taken at once: send it in parts."


@csrf_exempt
@login_not_required
@require_POST
def api(request: HttpRequest) -> HttpResponse:
    """Take one submission as JSON from a system that shows its token; answer with the receipt, or one sentence."""
    at, shown = timezone.now(), request.headers.get("Authorization", "")
    try:
        holder = service.open_token(shown.removeprefix(BEARER).strip() if shown.startswith(BEARER) else "", at=at)
    except Refused as error:
        return _sentence(error, 401)
    try:
        said = _object(request)
        with context.acting(holder.person_id, at=at, agency_id=holder.agency_id) as who:
            given: dict[str, Any] = {"by": who.actor, "purpose": who.purpose, "at": at}
            receipt = service.take(**given, said=said, channel=Channel.API)
            send_mail_soon()
    except RequestDataTooBig:
        return _sentence(TOO_MUCH, 413)
    except service.OtherContent as error:
        return _sentence(error, 409)
    except Unusable as error:
        return _sentence(error, 400)
    except Refused as error:
        return _sentence(error, 403)
    held = {"reference": receipt.reference, "desk": receipt.desk, "received_at": receipt.received_at.isoformat()}
    return JsonResponse(held | {"again": receipt.again}, status=200 if receipt.again else 201)


@require_http_methods(FORM)
def rows(request: HttpRequest) -> HttpResponse:
    """Take a file of rows and say what became of each."""
    who, report = acting(request), None
    form = RowsForm(request.POST, request.FILES) if request.method == "POST" else RowsForm()
    if request.method == "POST" and form.is_valid():
        try:
            file = form.cleaned_data["file"]
            # One byte more than is taken, so that a larger file is refused and not cut.
            content = file.read(MOST_BYTES + 1)
            report = take_file(by=who.actor, purpose=who.purpose, at=who.at, content=content)
            send_mail_soon()
        except Unusable as error:
            form.add_error("file", str(error))
    return _rows_page(request, form, report)


@require_http_methods(FORM)
def systems(request: HttpRequest) -> HttpResponse:
    """List the tokens of the reader's agency; issue one, shown on this page alone, or revoke one."""
    who, issued = acting(request), ""
    given: dict[str, Any] = {"by": who.actor, "purpose": who.purpose, "at": who.at}
    people = service.list_members(who.actor, at=who.at)
    revoked = request.POST.get("revoke", "")
    if revoked:
        service.revoke_token(**given, token_id=read_number(revoked, digits=18) or 0)
        return redirect("intelligence:systems")
    form = TokenForm(request.POST if request.method == "POST" else None, people=people)
    if request.method == "POST" and form.is_valid():
        try:
            told = form.cleaned_data
            issued = service.issue_token(**given, name=told["name"], person_id=int(told["person"]))
            form = TokenForm(people=people)
        except Unusable as error:
            form.add_error("name", str(error))
    page = {"form": form, "issued": issued, "lines": service.list_tokens(who.actor, at=who.at)}
    page["address"] = settings.FOURPOINT_ADDRESS
    return answer(request, "intelligence/submit_systems.html.jinja", page, status=400 if form.errors else 200)


# ----------------------------------------------------------------------------------------------------------------------


def _object(request: HttpRequest) -> dict[str, Any]:
    if request.content_type != "application/json":
        raise Unusable("Send JSON, and say so: Content-Type: application/json.")
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError):
        raise Unusable("What was sent is no JSON that can be read.") from None
    if not isinstance(said, dict):
        raise Unusable("Send one object, with the names of the fields and their texts.")
    return said


def _rows_page(request: HttpRequest, form: RowsForm, report: FileReport | None) -> HttpResponse:
    page = {"form": form, "report": report, "columns": service.KNOWN}
    return answer(request, "intelligence/submit_rows.html.jinja", page, status=400 if form.errors else 200)


def _sentence(said: object, status: int) -> HttpResponse:
    return JsonResponse({"error": str(said)}, status=status)
