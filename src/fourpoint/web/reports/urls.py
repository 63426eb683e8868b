"""Addresses of intelligence reports and of the register of sources."""

from django.urls import path

from fourpoint.web.reports.views import older, reading, sources, writing

app_name = "reports"

urlpatterns = [
    path("", reading.list_reports, name="list"),
    path("new/", writing.new, name="new"),
    path("older/", older.older, name="older"),
    path("sources/", sources.register, name="sources"),
    path("sources/<int:source>/", sources.reveal, name="source"),
    path("<int:report>/", reading.report, name="report"),
    path("<int:report>/copy/<str:file>", reading.copy, name="copy"),
    path("<int:report>/sanitise/", writing.sanitise, name="sanitise"),
    path("<int:report>/rewrite/", writing.rewrite, name="rewrite"),
    path("<int:report>/release/", writing.release, name="release"),
]
