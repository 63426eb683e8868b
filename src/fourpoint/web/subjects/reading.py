"""Pages for readers of subjects: the search with the list, and the picture of one."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fourpoint.domain.errors import Unusable
from fourpoint.services.subjects import finding, reading
from fourpoint.services.subjects.words import KIND_WORDS, SUSPECT, categories
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.subjects.forms import SearchForm


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Search, and list the subjects of which something is open to the reader."""
    who = acting(request)
    is_search = "name" in request.GET
    form = SearchForm(request.GET if is_search else None)
    category = request.GET.get("category", "")
    category = category if category in categories() else ""
    kind = request.GET.get("kind", "") if request.GET.get("kind", "") in KIND_WORDS else ""
    candidates = None
    if is_search and form.is_valid():
        try:
            candidates = finding.find(form.clues())
        except Unusable as error:
            form.add_error(None, str(error))
    context = {
        "form": form,
        "candidates": candidates,
        "held": None if is_search else reading.list_subjects(who, kind=kind, category=category),
        "kinds": KIND_WORDS,
        "categories": categories(),
        "kind": kind,
        "category": category,
        "is_of_suspects": category == SUSPECT,
        "most": reading.MOST_LISTED,
    }
    return answer(request, "subjects/index.html.jinja", context, status=400 if form.errors else 200)


@require_safe
def subject(request: HttpRequest, subject: int) -> HttpResponse:
    """Show the picture of a subject."""
    return answer(request, "subjects/subject.html.jinja", {"page": reading.get_subject(acting(request), subject)})
