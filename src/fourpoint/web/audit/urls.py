"""Addresses of the governance pages, and of who has read a record."""

from django.urls import path

from fourpoint.web.audit.views import canaries, declared, hub, misuse, trail

app_name = "audit"
urlpatterns = [
    path("governance/", hub.hub, name="hub"),
    path("governance/trail/", trail.entries, name="trail"),
    path("governance/trail/trail.csv", trail.entries_csv, name="trail-csv"),
    path("governance/trail/ours/", trail.of_ours, name="ours"),
    path("governance/trail/seals/", hub.seals, name="seals"),
    path("governance/decoys/", canaries.watch, name="decoys"),
    path("governance/misuse/", misuse.prompts, name="misuse"),
    path("governance/misuse/<slug:rule>/<int:person>/<slug:day>/", misuse.prompt, name="prompt"),
    path("declared/", declared.declared, name="declared"),
    path("declared/<int:declaration>/end/", declared.end, name="declared-end"),
    path("readers/<slug:kind>/<int:record>/", trail.readers_of, name="readers"),
]
