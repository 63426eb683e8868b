"""The site's addresses and an empty page behind the same middleware: what a page costs is told against it."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def empty(request: HttpRequest) -> HttpResponse:
    """Answer with nothing, to someone signed in."""
    return HttpResponse(f"<title>{request.user.pk}</title>")


urlpatterns = [path("empty/", empty), path("", include("fourpoint.config.urls"))]
