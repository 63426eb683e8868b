"""What one sent: the receipt at once, and the page on which its sender reads what became of it, and answers."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from fourpoint.domain.errors import Unusable
from fourpoint.jobs.accounts import send_mail_soon
from fourpoint.services.intelligence import sent
from fourpoint.services.intelligence.drafts import SUBJECTS
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.intelligence.submit_cards import CONTACTS, DANGERS, LABELS, Row
from fourpoint.web.intelligence.submit_forms import AnswerForm

FORM = ["GET", "HEAD", "POST"]


@require_safe
def receipt(request: HttpRequest, reference: str) -> HttpResponse:
    """Show the receipt: the reference, and what happens next; nothing of what was sent."""
    held = sent.get_receipt(acting(request), reference)
    return answer(request, "intelligence/submit_receipt.html.jinja", {"receipt": held})


@require_http_methods(FORM)
def sent_page(request: HttpRequest, reference: str) -> HttpResponse:
    """Show what the reader wrote, what she was told and asked; take her answer."""
    who = acting(request)
    page = sent.get_sent(who, reference)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            text = form.cleaned_data["text"]
            sent.send_answer(by=who.actor, purpose=who.purpose, at=who.at, reference=reference, text=text)
            send_mail_soon()
            return redirect("intelligence:sent", reference=reference)
        except Unusable as error:
            form.add_error("text", str(error))
    context = {"page": page, "rows": _rows(page), "form": form}
    return answer(request, "intelligence/submit_sent.html.jinja", context, status=400 if form.errors else 200)


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
