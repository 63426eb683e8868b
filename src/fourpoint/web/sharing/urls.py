"""Addresses of sharing."""

from django.urls import path

from fourpoint.web.sharing.views import (
    bundle,
    dissemination,
    forums,
    hub,
    pointers,
    preview,
    recalls,
    records,
    requests,
    share,
    why,
)

app_name = "sharing"
urlpatterns = [
    path("", hub.index, name="index"),
    path("conditions/", hub.conditions, name="conditions"),
    path("several/", bundle.several, name="several"),
    path("bundle/", bundle.bundle, name="bundle"),
    path("ask/", requests.seek, name="seek"),
    path("pointers/<int:pointer>/", pointers.pointer, name="pointer"),
    path("pointers/<int:pointer>/ask/", pointers.ask, name="ask"),
    path("requests/<slug:reference>/", requests.one_request, name="request"),
    path("recalls/<slug:reference>/", recalls.one_recall, name="recall"),
    path("forums/", forums.index, name="forums"),
    path("forums/<slug:forum>/", forums.one_forum, name="forum"),
    path("disseminations/<slug:reference>/", dissemination.one_dissemination, name="dissemination"),
    path("<slug:kind>/<int:record>/disseminate/", dissemination.disseminate, name="disseminate"),
    path("<slug:kind>/<int:record>/", records.record, name="record"),
    path("<slug:kind>/<int:record>/share/", share.share, name="share"),
    path("<slug:kind>/<int:record>/as/<slug:seen_by>/", preview.preview, name="preview"),
    path("<slug:kind>/<int:record>/as/<slug:seen_by>/page/", preview.page, name="preview-page"),
    path("<slug:kind>/<int:record>/point/", pointers.point, name="point"),
    path("<slug:kind>/<int:record>/take-back/", recalls.take_back, name="take-back"),
    path("<slug:kind>/<int:record>/why/", why.why, name="why"),
]
