"""Addresses of the way in."""

from django.urls import path

from fourpoint.web.start import views

urlpatterns = [
    path("", views.start, name="start"),
    path("accessibility/", views.accessibility, name="accessibility"),
]
