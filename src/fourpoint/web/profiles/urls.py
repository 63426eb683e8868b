"""Addresses of local profiles."""

from django.urls import path

from fourpoint.web.profiles.views import approval, areas, commentary, editions, figures

app_name = "profiles"

EDITION = "<str:area>/editions/<str:label>/<str:cut>/v<int:version>/"
NEIGHBOURHOOD = "<str:area>/neighbourhoods/<str:code>/"
NOTE = "<str:area>/commentary/<int:note>/"

urlpatterns = [
    path("", areas.list_areas, name="list"),
    path("<str:area>/", areas.profile, name="profile"),
    path("<str:area>/shapes.json", areas.shapes, name="shapes"),
    path(NEIGHBOURHOOD, areas.neighbourhood, name="neighbourhood"),
    path(NEIGHBOURHOOD + "shapes.json", areas.neighbourhood_shapes, name="neighbourhood-shapes"),
    path(NEIGHBOURHOOD + "figures/<str:figure_id>/", figures.panel, name="neighbourhood-figure"),
    path(NEIGHBOURHOOD + "figures/<str:figure_id>/rows/", figures.rows, name="neighbourhood-rows"),
    path(NEIGHBOURHOOD + "figures/<str:figure_id>/rows.csv", figures.rows_csv, name="neighbourhood-rows-csv"),
    path("<str:area>/figures/<str:figure_id>/", figures.panel, name="figure"),
    path("<str:area>/figures/<str:figure_id>/rows/", figures.rows, name="rows"),
    path("<str:area>/figures/<str:figure_id>/rows.csv", figures.rows_csv, name="rows-csv"),
    path("<str:area>/commentary/", commentary.list_notes, name="commentary"),
    path("<str:area>/commentary/add/", commentary.add, name="note-add"),
    path(NOTE, commentary.note, name="note"),
    path(NOTE + "revise/", commentary.revise, name="note-revise"),
    path(NOTE + "withdraw/", commentary.withdraw, name="note-withdraw"),
    path("<str:area>/editions/", editions.list_editions, name="editions"),
    path("<str:area>/editions/freeze/", editions.freeze, name="freeze"),
    path("<str:area>/editions/<str:label>/", editions.newest, name="edition-newest"),
    path("<str:area>/editions/<str:label>/building/", editions.building, name="building"),
    path("<str:area>/editions/<str:label>/<str:cut>/preview/", approval.preview, name="edition-preview"),
    path(EDITION, editions.edition, name="edition"),
    path(EDITION + "report/", editions.report, name="edition-report"),
    path(EDITION + "approve/", approval.approve, name="edition-approve"),
    path(EDITION + "shapes.json", editions.shapes, name="edition-shapes"),
    path(EDITION + "figures/<str:figure_id>/", editions.panel, name="edition-figure"),
    path(EDITION + "figures/<str:figure_id>/rows/", editions.rows, name="edition-rows"),
    path(EDITION + "figures/<str:figure_id>/rows.csv", editions.rows_csv, name="edition-rows-csv"),
    path(EDITION + "<str:file>", editions.download, name="edition-file"),
]
