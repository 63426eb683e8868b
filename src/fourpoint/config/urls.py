"""Every address of the site, one line a word."""

from django.urls import include, path

urlpatterns = [
    path("", include("fourpoint.web.start.urls")),
    path("data/", include("fourpoint.web.data.urls")),
    path("methods/", include("fourpoint.web.methods.urls")),
    path("profiles/", include("fourpoint.web.profiles.urls")),
    path("sharing/", include("fourpoint.web.sharing.urls")),
    path("", include("fourpoint.web.audit.urls")),
    path("intelligence/reports/", include("fourpoint.web.reports.urls")),
    path("intelligence/products/", include("fourpoint.web.products.urls")),
    path("intelligence/requirements/", include("fourpoint.web.requirements.urls")),
    path("intelligence/", include("fourpoint.web.intelligence.urls")),
    path("subjects/", include("fourpoint.web.subjects.urls")),
    path("search/", include("fourpoint.web.search.urls")),
    path("library/", include("fourpoint.web.library.urls")),
    path("governance/", include("fourpoint.web.impact.urls")),
    path("break-glass/", include("fourpoint.web.emergency.urls")),
    path("agencies/", include("fourpoint.web.agencies.urls")),
    path("agreements/", include("fourpoint.web.agreements.urls")),
    path("stand-ins/", include("fourpoint.web.stand_ins.urls")),
    path("rights/", include("fourpoint.web.rights.urls")),
    path("review/", include("fourpoint.web.review.urls")),
    path("exports/", include("fourpoint.web.exports.urls")),
    path("account/", include("fourpoint.web.accounts.urls")),
]

handler400 = "fourpoint.web.frame.refusals.bad_request"
handler403 = "fourpoint.web.frame.refusals.forbidden"
handler404 = "fourpoint.web.frame.refusals.not_found"
handler429 = "fourpoint.web.accounts.views.too_many"
handler500 = "fourpoint.web.frame.refusals.server_error"
