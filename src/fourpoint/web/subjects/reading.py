"""Pages for readers of subjects: the search with the list, and the picture of one."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fourpoint.domain.errors import Unusable
from fourpoint.services.subjects import finding, reading
from fourpoint.services.subjects.barring import SUSPECT
from fourpoint.services.subjects.words import KIND_WORDS, categories
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.numbers import read_page
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
            candidates = finding.find(form.clues(), to_read=True)
        except Unusable as error:
            form.add_error(None, str(error))
    narrowed = {"kind": kind, "category": category}
    context = {
        "form": form,
        "candidates": candidates,
        "held": None
        if is_search
        else reading.list_subjects(who, kind=kind, category=category, page=read_page(request)),
        "page_href": lambda page: _href(page=page, **narrowed),
        "kinds": KIND_WORDS,
        "categories": categories(),
        "kind": kind,
        "category": category,
        "is_of_suspects": category == SUSPECT,
    }
    return answer(request, "subjects/index.html.jinja", context, status=400 if form.errors else 200)


def _href(*, kind: str, category: str, page: int) -> str:
    said = {"kind": kind, "category": category, "page": page if page > 1 else ""}
    return "?" + urlencode({name: value for name, value in said.items() if value})


@require_safe
def subject(request: HttpRequest, subject: int) -> HttpResponse:
    """Show the picture of a subject."""
    return answer(request, "subjects/subject.html.jinja", {"page": reading.get_subject(acting(request), subject)})
