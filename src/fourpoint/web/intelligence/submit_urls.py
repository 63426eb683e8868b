"""Addresses of passing something on, and of what its sender is told and asked afterwards."""

from django.urls import path

from fourpoint.web.intelligence import submit, submit_offline, submit_place, submit_sent, submit_systems

urlpatterns = [
    path("", submit.start, name="start"),
    path("elsewhere/<slug:channel>/", submit.elsewhere, name="elsewhere"),
    path("new/", submit.begin, name="begin"),
    path("new/<uuid:key>/danger/", submit.step, {"step": "danger"}, name="draft-danger"),
    path("new/<uuid:key>/stop/", submit.stop, name="draft-stop"),
    path("new/<uuid:key>/what/", submit.step, {"step": "what"}, name="draft-what"),
    path("new/<uuid:key>/where/", submit.step, {"step": "where"}, name="draft-where"),
    path("new/<uuid:key>/you/", submit.step, {"step": "you"}, name="draft-you"),
    path("new/<uuid:key>/check/", submit.check, name="draft-check"),
    path("new/<uuid:key>/map/", submit_place.pick, name="draft-map"),
    path("new/map/<slug:area>.svg", submit_place.drawing, name="draft-map-drawing"),
    path("new/<uuid:key>/save/", submit.autosave, name="draft-save"),
    path("new/<uuid:key>/throw-away/", submit.throw_away, name="draft-throw-away"),
    path("offline/", submit_offline.offline, name="offline"),
    path("offline/worker.js", submit_offline.worker, name="offline-worker"),
    path("offline/send/", submit_offline.send, name="offline-send"),
    path("rows/", submit_systems.rows, name="rows"),
    path("systems/", submit_systems.systems, name="systems"),
    path("api/submissions/", submit_systems.api, name="api"),
    path("sent/<str:reference>/", submit_sent.sent_page, name="sent"),
    path("sent/<str:reference>/attach/", submit_sent.attach, name="attach"),
    path("files/<int:attachment>/", submit_sent.desk_file, name="desk-file"),
    path("sent/<str:reference>/receipt/", submit_sent.receipt, name="receipt"),
]
