"""Addresses of the desk: its queue, one submission."""

from django.urls import path

from fourpoint.web.intelligence import triage

urlpatterns = [
    path("desk/", triage.queue, name="desk"),
    path("desk/<str:submission>/", triage.item, name="desk-item"),
]
