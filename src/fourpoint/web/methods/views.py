"""How figures are made, with the status of every catalogue entry they rest on."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from fourpoint.access import in_force
from fourpoint.catalogue import profiles as catalogue
from fourpoint.web.frame.answers import answer


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """Show threats, weights, outcomes, likeness and indicators as the catalogue holds them. Open to anyone."""
    held = catalogue.load(in_force.override())
    return answer(request, "methods/index.html.jinja", {"catalogue": held, "contents": CONTENTS})


CONTENTS = (
    ("figures", "How a figure is made"),
    ("threats", "Threats"),
    ("unseen", "What open data cannot show"),
    ("weights", "Harm weights"),
    ("likeness", "Most similar areas"),
    ("outcomes", "Outcomes"),
    ("indicators", "Vulnerability"),
)
