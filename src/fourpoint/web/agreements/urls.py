"""Addresses of agreements. One that does not bind the reader's agency is not there."""

from django.urls import path

from fourpoint.web.agreements.views import acting, drafting, reading

app_name = "agreements"
DRAFT = "drafts/<slug:draft>/"

urlpatterns = [
    path("", reading.list_agreements, name="list"),
    path("new/", drafting.new, name="new"),
    path(DRAFT, drafting.draft, name="draft"),
    path(DRAFT + "clauses/", drafting.clauses, name="draft-clauses"),
    path(DRAFT + "send/", drafting.send, name="draft-send"),
    path(DRAFT + "discard/", drafting.discard, name="draft-discard"),
    path(DRAFT + "<slug:section>/", drafting.section, name="draft-section"),
    path("<slug:agreement>/", reading.agreement, name="agreement"),
    path("<slug:agreement>/sign/", acting.sign, name="sign"),
    path("<slug:agreement>/sign-up/", acting.sign_up, name="sign-up"),
    path("<slug:agreement>/withdraw/", acting.withdraw, name="withdraw"),
    path("<slug:agreement>/end/", acting.end, name="end"),
    path("<slug:agreement>/review/", acting.review, name="review"),
    path("<slug:agreement>/reviews/<int:review>/sign/", acting.sign_review, name="sign-review"),
    path("<slug:agreement>/new-version/", acting.new_version, name="new-version"),
    path("<slug:agreement>/attach/", acting.attach, name="attach"),
    path("<slug:agreement>/files/<int:number>/", reading.download, name="file"),
]
