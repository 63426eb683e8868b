"""Pages for readers: the list and its search, a paper, a file to take away, one comment."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fourpoint.access import checks
from fourpoint.domain.errors import Unusable
from fourpoint.services.exports.lease import What
from fourpoint.services.library import listing, queries
from fourpoint.services.marked.summary import who_can_see
from fourpoint.web.frame.acting import acting
from fourpoint.web.frame.answers import answer
from fourpoint.web.frame.leasing import take
from fourpoint.web.frame.numbers import read_page
from fourpoint.web.library import asking, cards
from fourpoint.web.library.forms import CommentForm


@require_safe
def list_papers(request: HttpRequest) -> HttpResponse:
    """Show the papers that are open to the reader, filtered and searched as the address asks."""
    who, asked, error = acting(request), asking.read_filter(request), ""
    try:
        found = listing.list_papers(who, asked, page=read_page(request))
    except Unusable as unusable:
        error, asked = str(unusable), asking.without(asked, "words")
        found = listing.list_papers(who, asked)
    context = {
        "asked": asked,
        "error": error,
        "typed": request.GET.get("q", "")[: asking.LONGEST],
        "found": found,
        "groups": cards.make_groups(asked, found),
        "taken": cards.make_taken(asked, found),
        "page_href": lambda page: asking.address(asked, page=page),
        "states": listing.STATE_WORDS,
        "may_write": checks.may_contribute(who.actor, agency_id=who.actor.agency_id or 0),
    }
    return answer(request, "library/list.html.jinja", context)


@require_safe
def paper(request: HttpRequest, paper: int, version: int | None = None) -> HttpResponse:
    """Show a paper with its newest version, or the one asked for."""
    return show_paper(request, paper, number=version, form=CommentForm())


def show_paper(
    request: HttpRequest, paper_id: int, *, number: int | None, form: CommentForm, status: int = 200
) -> HttpResponse:
    """Draw a paper's page with that comment form; for the view that takes a comment too."""
    page = queries.get_paper(acting(request), paper_id, number=number)
    context = {
        "page": page,
        "form": form,
        "blocks": cards.make_blocks(page),
        "file": cards.make_file(page.version.line),
        "files": {line.number: cards.make_file(line) for line in page.versions},
        "states": listing.STATE_WORDS,
        "sharing": who_can_see("paper", queries.get_paper_row(paper_id)),
    }
    return answer(request, "library/paper.html.jinja", context, status=status)


@require_safe
def download(request: HttpRequest, paper: int, version: int) -> HttpResponse:
    """Give the file of a version as a numbered copy, to keep and never to open within the page."""
    held = queries.get_file(paper, version)
    what = What(kind="paper", record_id=paper, audience_id=held.audience_id, words=held.words)
    return take(request, what, held.name, held.data, held.media_type)


@require_safe
def comment(request: HttpRequest, comment: int) -> HttpResponse:
    """Show one comment, which may be open to a reader to whom its paper is not."""
    held = queries.get_comment(acting(request), comment)
    sharing = who_can_see("comment", queries.get_comment_row(comment))
    return answer(request, "library/comment.html.jinja", {"comment": held, "sharing": sharing})
