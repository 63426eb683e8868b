"""Addresses of intelligence: a list of its own for each part."""

from django.urls import include, path

app_name = "intelligence"

urlpatterns = [
    path("", include("fourpoint.web.intelligence.submit_urls")),
    path("", include("fourpoint.web.intelligence.triage_urls")),
]
