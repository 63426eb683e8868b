"""Pages on which an agency keeps its people: who they are, what they may do, what proves it, and leaving."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fourpoint.access.checks import NotOpen
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.services.agencies import (
    actions,
    caseload,
    invitations,
    leaving,
    letters,
    limits,
    lockouts,
    proofs,
    resets,
    roster,
)
from fourpoint.services.agencies.roster import PersonFile
from fourpoint.services.caseload.registered import CASELOADS
from fourpoint.services.marked.kinds import KINDS
from fourpoint.web.agencies.forms import CloseForm, InviteForm, ReasonForm, RolesForm, TrainingForm, VettingForm
from fourpoint.web.agencies.opening import Kept, keep, keep_member
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.fresh import recently_authenticated

FORM = "agencies/form.html.jinja"
ASKED = ["GET", "HEAD", "POST"]


@require_safe
def roster_page(request: HttpRequest, agency: str) -> HttpResponse:
    """Show the members of the agency, what wants seeing to, and the invitations that wait."""
    kept = keep(request, agency)
    context = {
        "page": kept.page,
        "people": roster.list_people(kept.who.actor, at=kept.who.at),
        "invitations": roster.list_invitations(kept.who.actor, at=kept.who.at),
        "due": len(roster.list_due(kept.who.actor, at=kept.who.at)),
        "failed": len(letters.list_failed(kept.who.actor)),
    }
    return answer(request, "agencies/people.html.jinja", context)


@require_safe
def due(request: HttpRequest, agency: str) -> HttpResponse:
    """Show the members whose place must be confirmed."""
    kept = keep(request, agency)
    people = roster.list_due(kept.who.actor, at=kept.who.at)
    context = {
        "page": kept.page,
        "people": people,
        "today": timezone.localdate(kept.who.at),
        "me": kept.who.actor.person_id,
    }
    return answer(request, "agencies/due.html.jinja", context)


@recently_authenticated
@require_http_methods(ASKED)
def invite(request: HttpRequest, agency: str) -> HttpResponse:
    """Invite somebody; the answer shows the link this once."""
    kept = keep(request, agency)
    held = {"clearance": "O", "default_purpose": "local-profile", "roles": ["reader"]}
    form = InviteForm(request.POST or None, actor=kept.who.actor, initial=held)
    if request.method == "POST" and form.is_valid():
        try:
            link = invitations.invite(
                by=kept.who.actor, purpose=kept.who.purpose, at=kept.who.at, offer=form.offer(at=kept.who.at)
            )
        except (Refused, Unusable) as error:
            form.add_error(None, str(error))
        else:
            address = request.build_absolute_uri(reverse("account_invitation", kwargs={"secret": link.secret}))
            context = {"page": kept.page, "link": address, "expires_at": link.expires_at, "mailed": letters.is_on()}
            context |= form.cleaned_data
            return answer(request, "agencies/invited.html.jinja", context)
    hours = limits.amount("invitation-life")
    lead = f"They get a link that works once, within {hours} hours, to set a password and a second factor of their own."
    return _form(request, kept, form, title="Invite somebody", button="Make the invitation", lead=lead)


@require_POST
def withdraw(request: HttpRequest, agency: str, invitation_id: int) -> HttpResponse:
    """Take an invitation back."""
    kept = keep(request, agency)
    invitations.withdraw(by=kept.who.actor, purpose=kept.who.purpose, at=kept.who.at, invitation_id=invitation_id)
    messages.success(request, "The invitation is withdrawn: its link works no more.")
    return HttpResponseRedirect(reverse("agencies:people", kwargs={"agency": kept.page.code}))


@require_safe
def person(request: HttpRequest, agency: str, person_id: int) -> HttpResponse:
    """Show what the agency keeps of a person."""
    kept = keep(request, agency)
    file = roster.get_person(kept.who.actor, person_id, at=kept.who.at)
    made = caseload.count_made_by([person_id], agency_id=kept.page.agency_id, kinds=KINDS)
    reset = resets.find_open(kept.who.actor, person_id, at=kept.who.at)
    context = {"page": kept.page, "file": file, "made": made, "reset": reset}
    return answer(request, "agencies/person.html.jinja", context)


@recently_authenticated
@require_http_methods(ASKED)
def roles(request: HttpRequest, agency: str, person_id: int) -> HttpResponse:
    """Change what a person may do for the agency."""
    kept, file = keep_member(request, agency, person_id)
    current = file.current
    assert current is not None  # noqa: S101 (held by keep_member)
    held = {
        "roles": current.role_codes,
        "clearance": current.clearance_code,
        "default_purpose": current.default_purpose,
        "ends_on": current.last_day,
    }
    form = RolesForm(request.POST or None, actor=kept.who.actor, held=current.role_codes, initial=held)

    def change(said: dict[str, Any]) -> None:
        actions.change_post(
            **_by(kept), membership_id=current.membership_id, post=form.post(at=kept.who.at), reason=said["reason"]
        )

    done = "The roles are changed, from now on."
    return _asked(request, kept, file, form, change, title="Change roles", button="Change the roles", done=done)


@require_http_methods(ASKED)
def vetting(request: HttpRequest, agency: str, person_id: int) -> HttpResponse:
    """Record a vetting of a person."""
    kept, file = keep_member(request, agency, person_id)

    def record(said: dict[str, Any]) -> None:
        days = (said["held_from"], said["held_until"])
        proofs.record_vetting(**_by(kept), person_id=person_id, level=said["level"], held=days)

    form = VettingForm(request.POST or None)
    return _asked(request, kept, file, form, record, title="Record vetting", button="Record", done="Vetting recorded.")


@require_http_methods(ASKED)
def training(request: HttpRequest, agency: str, person_id: int) -> HttpResponse:
    """Record that a person took a course."""
    kept, file = keep_member(request, agency, person_id)

    def record(said: dict[str, Any]) -> None:
        proofs.record_training(**_by(kept), person_id=person_id, course=said["course"], taken_on=said["taken_on"])

    form = TrainingForm(request.POST or None)
    done = "Training recorded."
    return _asked(request, kept, file, form, record, title="Record training", button="Record", done=done)


@require_http_methods(ASKED)
def withdraw_proof(request: HttpRequest, agency: str, person_id: int, proof: str, proof_id: int) -> HttpResponse:
    """Withdraw a vetting or a training record."""
    kept, file = keep_member(request, agency, person_id)
    if proof not in ("vetting", "training"):
        raise NotOpen("There is no such entry.")
    held = file.vetting if proof == "vetting" else file.training
    if proof_id not in {one.proof_id for one in held if not one.withdrawn}:
        raise NotOpen("There is no such entry.")
    named = proofs.Proof(kind="vetting" if proof == "vetting" else "training", proof_id=proof_id)

    def take_back(said: dict[str, Any]) -> None:
        proofs.withdraw(**_by(kept), proof=named, reason=said["reason"])

    form, title = ReasonForm(request.POST or None), f"Withdraw this {proof} entry"
    return _asked(request, kept, file, form, take_back, title=title, button="Withdraw", done="The entry is withdrawn.")


@require_POST
def recertify(request: HttpRequest, agency: str, person_id: int) -> HttpResponse:
    """Say that a person still needs their place."""
    kept, file = keep_member(request, agency, person_id)
    assert file.current is not None  # noqa: S101 (held by keep_member)
    actions.recertify(**_by(kept), membership_id=file.current.membership_id)
    messages.success(request, f"{file.name}'s place is confirmed.")
    return HttpResponseRedirect(reverse("agencies:due", kwargs={"agency": kept.page.code}))


@require_POST
def unlock(request: HttpRequest, agency: str, person_id: int) -> HttpResponse:
    """Open a colleague's address again after too many failures to sign in."""
    kept, file = keep_member(request, agency, person_id)
    lockouts.unlock(**_by(kept), person_id=person_id)
    messages.success(request, f"{file.name} can try to sign in again.")
    return _to_person(kept, person_id)


@recently_authenticated
@require_http_methods(ASKED)
def close(request: HttpRequest, agency: str, person_id: int) -> HttpResponse:
    """Close a leaver: membership, sessions, contacts and invitations end now, and a colleague takes over."""
    kept, file = keep_member(request, agency, person_id)
    colleagues = roster.list_colleagues(kept.who.actor, but=person_id, at=kept.who.at)
    form = CloseForm(request.POST or None, colleagues=colleagues)
    if request.method == "POST" and form.is_valid():
        try:
            _close(request, kept, file, form)
            return _to_person(kept, person_id)
        except (Refused, Unusable) as error:
            form.add_error(None, str(error))
    lead = (
        f"{file.name} loses everything that this membership opens at once. Open sessions are closed, contacts with"
        " their address end, and invitations they made are withdrawn."
    )
    return _form(request, kept, form, title="Close a place", button="Close now", lead=lead, file=file, warning=True)


def _close(request: HttpRequest, kept: Kept, file: PersonFile, form: CloseForm) -> None:
    assert file.current is not None  # noqa: S101 (held by keep_member)
    ended = leaving.close_leaver(
        **_by(kept),
        going=leaving.Going(
            membership_id=file.current.membership_id,
            successor_id=int(form.cleaned_data["successor"]),
            reason=form.cleaned_data["reason"],
            caseloads=CASELOADS,
        ),
    )
    said = f"{file.name} is closed. Sessions ended: {ended.sessions}. Contacts ended: {ended.contacts}."
    messages.success(request, f"{said} Invitations withdrawn: {ended.invitations}.")
    if ended.left:
        words = ", ".join(ended.left)
        messages.warning(request, f"Nobody else may take over some of what they owned: {words}. See to it now.")


def _by(kept: Kept) -> dict[str, Any]:
    return {"by": kept.who.actor, "purpose": kept.who.purpose, "at": kept.who.at}


def _asked(
    request: HttpRequest,
    kept: Kept,
    file: PersonFile,
    form: forms.Form,
    act: Callable[[dict[str, Any]], None],
    **words: str,
) -> HttpResponse:
    """Show the form, or act on it and return to the person."""
    if request.method == "POST" and form.is_valid():
        try:
            act(form.cleaned_data)
        except (Refused, Unusable) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, words["done"])
            return _to_person(kept, file.person_id)
    return _form(request, kept, form, title=words["title"], button=words["button"], file=file)


def _to_person(kept: Kept, person_id: int) -> HttpResponse:
    parts = {"agency": kept.page.code, "person_id": person_id}
    return HttpResponseRedirect(reverse("agencies:person", kwargs=parts))


def _form(request: HttpRequest, kept: Kept, form: forms.Form, **said: Any) -> HttpResponse:
    file = said.pop("file", None)
    parts = {"agency": kept.page.code}
    back = (
        (reverse("agencies:person", kwargs={**parts, "person_id": file.person_id}), file.name)
        if file
        else (reverse("agencies:people", kwargs=parts), "People")
    )
    context = {"page": kept.page, "form": form, "back": back, "lead": "", "warning": False, **said}
    return answer(request, FORM, context, status=400 if form.errors else 200)
