"""Addresses of the library."""

from django.urls import path

from fourpoint.web.library.views import papers, writing

app_name = "library"

urlpatterns = [
    path("", papers.list_papers, name="list"),
    path("new/", writing.new, name="new"),
    path("comments/<int:comment>/", papers.comment, name="comment"),
    path("<int:paper>/", papers.paper, name="paper"),
    path("<int:paper>/versions/new/", writing.new_version, name="new-version"),
    path("<int:paper>/versions/<int:version>/", papers.paper, name="version"),
    path("<int:paper>/versions/<int:version>/file/", papers.download, name="file"),
    path("<int:paper>/comment/", writing.comment, name="write-comment"),
    path("<int:paper>/issue/", writing.issue, name="issue"),
    path("<int:paper>/withdraw/", writing.withdraw, name="withdraw"),
]
