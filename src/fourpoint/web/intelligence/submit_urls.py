"""Addresses of passing something on, and of what its sender is told and asked afterwards."""

from django.urls import path

from fourpoint.web.intelligence import submit

urlpatterns = [
    path("", submit.start, name="start"),
]
