"""Pages for the information governance role, which names who stands in for a leaver, and for whoever stands in."""

from collections.abc import Sequence

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fourpoint.access.checks import may_govern
from fourpoint.domain.errors import Refused, Unusable
from fourpoint.services.stand_ins import actions, queries
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.fields import LongText
from fourpoint.web.frame.fresh import recently_authenticated

FORM = ["GET", "HEAD", "POST"]


class NameForm(forms.Form):
    """Who stands in, and why she."""

    person = forms.TypedChoiceField(
        label="Who stands in from now on?",
        coerce=int,
        error_messages={"required": "Choose a colleague.", "invalid_choice": "Choose a colleague of the list."},
    )
    reason = forms.CharField(
        label="Why this colleague?",
        help_text="For example: she takes over the enquiry. It is kept in the trail.",
        max_length=actions.LONGEST_REASON,
        widget=LongText,
        error_messages={"required": "Say why this colleague: it is kept in the trail."},
    )

    def __init__(self, *args: object, colleagues: Sequence[tuple[int, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        named = [(str(person_id), name) for person_id, name in colleagues]
        self.fields["person"].choices = [("", "Choose a colleague"), *named]  # type: ignore[attr-defined]


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """List leavers whose place on a list wants filling or is filled; to whoever stands in, for whom she does."""
    who = acting(request)
    own = queries.list_own(who)
    governs = may_govern(who.actor)
    # Whoever stands in for nobody is told what anybody is: that it is for the governance role.
    leavers = queries.list_leavers(who) if governs or not own else ()
    return answer(request, "stand_ins/index.html.jinja", {"leavers": leavers, "own": own, "governs": governs})


@recently_authenticated
@require_http_methods(FORM)
def name(request: HttpRequest, leaver: int) -> HttpResponse:
    """Name who stands in for a leaver."""
    who = acting(request)
    line = queries.get_leaver(who, leaver)
    colleagues = queries.list_candidates(who)
    form = NameForm(request.POST if request.method == "POST" else None, colleagues=colleagues)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data
        try:
            actions.name_stand_in(who=who, leaver_id=leaver, person_id=chosen["person"], reason=chosen["reason"])
        except (Refused, Unusable) as error:
            form.add_error("person", str(error))
        else:
            messages.success(request, f"{dict(colleagues)[chosen['person']]} stands in for {line.name} from now on.")
            return redirect("stand_ins:index")
    context = {"form": form, "line": line, "colleagues": colleagues}
    return answer(request, "stand_ins/name.html.jinja", context, status=400 if form.errors else 200)


@require_POST
def end(request: HttpRequest, leaver: int) -> HttpResponse:
    """Let nobody stand in for a leaver any more."""
    who = acting(request)
    actions.end_stand_in(who=who, leaver_id=leaver)
    messages.success(request, "Nobody stands in that place any more.")
    return redirect("stand_ins:index")
