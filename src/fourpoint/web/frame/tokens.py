"""
The one-use token that every form of ours carries beside Django's own: whose form it is, and which.

It stands in `csrf_input`, so that a form has it without asking. It proves nothing about who sends the form now: it says
for whom what was entered may be kept (`kept.py`), and which form was sent twice (`once.py`).
"""

import secrets
from dataclasses import dataclass
from typing import Any

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest
from django.template.backends.utils import csrf_input
from django.utils.functional import lazy
from django.utils.html import format_html
from django.utils.safestring import SafeString

FIELD = "form_token"
SALT, NONCE_BYTES = "form of a person", 12


@dataclass(frozen=True, kw_only=True)
class FormToken:
    """A token that is ours: the person to whom the form was shown, and the token as it was sent."""

    person_id: int
    text: str


def draw_inputs(request: HttpRequest) -> dict[str, Any]:
    """Return `csrf_input` for the templates: Django's hidden field, and for somebody signed in the form's token."""
    return {"csrf_input": lazy(_inputs, SafeString, str)(request)}


def make_token(person_id: int) -> str:
    """Return a new token for a form that is shown to that person."""
    return Signer(salt=SALT).sign(f"{person_id}.{secrets.token_urlsafe(NONCE_BYTES)}")


def read_token(request: HttpRequest) -> FormToken | None:
    """Return the token of a form that was sent; None when it has none, or one that is not ours."""
    text = request.POST.get(FIELD, "")
    try:
        person_id, _, _ = Signer(salt=SALT).unsign(text).partition(".")
    except BadSignature:
        return None
    return FormToken(person_id=int(person_id), text=text)


def _inputs(request: HttpRequest) -> SafeString:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return csrf_input(request)
    return format_html(
        '{}<input type="hidden" name="{}" value="{}">', csrf_input(request), FIELD, make_token(user.pk or 0)
    )
