"""Pages of look-ups that ask for a second look; the officer dismisses or escalates each, with a reason."""

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from fourpoint.domain.errors import Unusable
from fourpoint.services.audit import misuse
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer

# Outside these nothing here can have happened, and a calendar runs out.
FIRST_YEAR, LAST_YEAR = 2000, 2200
PERIODS = ((7, "Last 7 days"), (30, "Last 30 days"), (90, "Last 90 days"))


@require_safe
def prompts(request: HttpRequest) -> HttpResponse:
    """Show what the rules found in a period."""
    who = acting(request)
    given = request.GET.get("days", "")
    days = next((days for days, _ in PERIODS if str(days) == given), PERIODS[1][0])
    today = timezone.localdate(who.at)
    review = misuse.find_review(who, starts_on=today - timedelta(days=days - 1), ends_on=today)
    context = {
        "review": review,
        "open": [card for card in review.prompts if card.answered is None],
        "answered": [card for card in review.prompts if card.answered is not None],
        "rules": misuse.rules().values(),
        "periods": [{"value": str(one), "text": text, "selected": one == days} for one, text in PERIODS],
    }
    return answer(request, "audit/misuse.html.jinja", context)


@require_http_methods(["GET", "HEAD", "POST"])
def prompt(request: HttpRequest, rule: str, person: int, day: str) -> HttpResponse:
    """Show one prompt with the entries behind it, and take what is said of it."""
    who = acting(request)
    on, error = _day(day), ""
    if request.method == "POST":
        outcome, reason = request.POST.get("outcome", ""), request.POST.get("reason", "")
        try:
            if outcome not in ("dismiss", "escalate"):
                raise Unusable("Choose whether you dismiss it or escalate it.")
            decided = misuse.Decided(escalate=outcome == "escalate", reason=reason)
            misuse.answer_prompt(who, rule=rule, person_id=person, day=on, decided=decided)
            return HttpResponseRedirect(request.path)
        except Unusable as refusal:
            error = str(refusal)
    context = {
        "found": misuse.get_prompt(who, rule=rule, person_id=person, day=on),
        "error": error,
        "outcome": request.POST.get("outcome", ""),
        "reason": request.POST.get("reason", ""),
        "is_own": person == who.actor.person_id,
    }
    return answer(request, "audit/prompt.html.jinja", context, status=400 if error else 200)


def _day(given: str) -> date:
    try:
        on = date.fromisoformat(given)
    except ValueError:
        raise Http404 from None
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        raise Http404
    return on
