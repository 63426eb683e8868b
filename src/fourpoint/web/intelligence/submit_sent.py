"""What one sent: the receipt at once, and the page on which its sender reads what became of it, and answers."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from fourpoint.domain.cleaning import show_hidden
from fourpoint.domain.errors import Unusable
from fourpoint.jobs.accounts import send_mail_soon
from fourpoint.services.exports.lease import What
from fourpoint.services.files.accepting import check_size
from fourpoint.services.intelligence import attaching, sent
from fourpoint.services.intelligence.drafts import SUBJECTS
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.leasing import take
from fourpoint.web.intelligence.submit_cards import CONTACTS, DANGERS, LABELS, Row
from fourpoint.web.intelligence.submit_files import list_not_taken
from fourpoint.web.intelligence.submit_forms import AnswerForm, AttachForm

FORM = ["GET", "HEAD", "POST"]


@require_safe
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the receipt: the reference, what happens next, which files were not taken; nothing of what was sent."""
    who = acting(request)
    context = {
        "receipt": sent.get_receipt(who, reference),
        "count": len(attaching.list_own_files(who.actor, reference)),
        "most": attaching.MOST_FILES,
        "not_taken": list_not_taken(request, reference),
    }
    return answer(request, "intelligence/submit_receipt.html.jinja", context)


@require_http_methods(FORM)
def sent_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what the reader wrote, what she was told and asked; take her answer, or show it again when it comes late."""
    who = acting(request)
    page = sent.get_sent(who, reference)
    form, late = AnswerForm(request.POST if request.method == "POST" else None), ""
    if request.method == "POST" and form.is_valid():
        try:
            text = form.cleaned_data["text"]
            sent.send_answer(by=who.actor, purpose=who.purpose, at=who.at, reference=reference, text=text)
            send_mail_soon()
            return redirect("intelligence:sent", reference=reference)
        except Unusable as error:
            form.add_error("text", str(error))
        except sent.NoQuestionWaits as error:
            late = str(error)
    context = {
        "page": page,
        "rows": _rows(page),
        "form": form,
        "files": attaching.list_own_files(who.actor, reference),
        "unsent": {"why": late, "text": show_hidden(form.cleaned_data["text"]) if late else ""},
    }
    status = 409 if late else 400 if form.errors else 200
    return answer(request, "intelligence/submit_sent.html.jinja", context, status=status)


@require_http_methods(FORM)
def attach(request: HttpRequest, reference: str) -> HttpResponse:
    """Attach a file to what was sent."""
    who = acting(request)
    page = sent.get_sent(who, reference)
    form = AttachForm(request.POST, request.FILES) if request.method == "POST" else AttachForm()
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        given: dict[str, Any] = {"by": who.actor, "purpose": who.purpose, "at": who.at, "reference": reference}
        try:
            check_size(file.size)
            attaching.attach(**given, name=file.name, data=file.read())
            return redirect("intelligence:sent", reference=reference)
        except Unusable as error:
            form.add_error("file", str(error))
    context = {"page": page, "form": form, "most": attaching.MOST_FILES}
    return answer(request, "intelligence/submit_attach.html.jinja", context, status=400 if form.errors else 200)


@require_safe
def desk_file(request: HttpRequest, attachment: int) -> HttpResponse:
    """Give a file of a submission to somebody of its desk, as a copy in her name."""
    held = attaching.get_desk_file(attachment)
    what = What(kind="submission", record_id=held.submission_id, audience_id=held.audience_id)
    return take(request, what, held.name, held.data, held.media_type)


# ----------------------------------------------------------------------------------------------------------------------


def _rows(page: sent.SentPage) -> tuple[Row, ...]:
    rows = [Row(label="In danger now", text=DANGERS[page.danger.value], step="danger")]
    rows += [Row(label=LABELS[name][0], text=text, step=LABELS[name][1]) for name, text in page.wrote]
    rows += [Row(label=SUBJECTS.get(kind, kind), text=words, step="what") for kind, words in page.subjects]
    if page.may_contact is not None:
        rows.append(Row(label="May we contact you", text=CONTACTS["yes" if page.may_contact else "no"], step="you"))
    if page.sender_reference:
        rows.append(Row(label="Your own reference", text=page.sender_reference, step=""))
    return tuple(rows)
