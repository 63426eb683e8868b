"""Pages before a cut reaches its readers: what it would leave out, and a second person's approval."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from fourpoint.access import checks
from fourpoint.services.profiles import approval, frozen_reads
from fourpoint.services.profiles.cuts import STAYS_OUT
from fourpoint.services.profiles.hiding import the_cuts
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.profiles import cards, editions
from fourpoint.web.profiles.notes import make_frozen, make_note
from fourpoint.web.profiles.views.areas import may_freeze


@require_safe
def preview(request: HttpRequest, area: str, label: str, cut: str) -> HttpResponse:
    """Show what a cut would hold and leave out, were it frozen now."""
    found = approval.preview_cut(area, label, cut, who=acting(request))
    made = found.made
    left = [(make_note(one.candidate.note), STAYS_OUT[one.rule]) for one in made.left]
    context = {
        "area": area,
        "area_name": found.area_name,
        "label": label,
        "cut": found.cut,
        "others": [one for one in the_cuts() if one.cut_id != found.cut.cut_id],
        "report": made.report,
        "notes": [make_frozen(note) for note in made.document.commentary],
        "left": left,
        "hidden": [figure for figure in made.document.figures if figure.hidden],
    }
    return answer(request, "profiles/edition_preview.html.jinja", context)


@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: HttpRequest, area: str, label: str, cut: str, version: int) -> HttpResponse:
    """Let a second person put a proof before its readers."""
    who = acting(request)
    found = frozen_reads.find_edition(area, label, cut=cut, version=version, who=who)
    if found is None:
        raise Http404
    if not may_freeze(request, area):
        raise checks.NotAllowed("Only someone who writes for the agency that owns this edition approves it.")
    links = editions.links_of(found.card)
    if request.method == "POST":
        approval.approve_edition(edition_id=found.card.edition_id, by=who.actor, purpose=who.purpose, at=who.at)
        return redirect(links.edition())
    context = {
        "head": cards.make_head(found.document, ""),
        "line": editions.make_line(found.card),
        "reference": found.reference,
        "is_proof": found.card.is_proof,
        "full": frozen_reads.find_report(found.card.edition_id),
        "notes": [make_frozen(note) for note in found.document.commentary],
        "edition_href": links.edition(),
        "pdf_href": links.download("profile.pdf"),
    }
    return answer(request, "profiles/edition_approve.html.jinja", context)
