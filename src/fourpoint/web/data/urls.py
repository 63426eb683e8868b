"""Addresses of the data pages."""

from django.urls import path

from fourpoint.web.data import views

app_name = "data"

urlpatterns = [path("", views.sources, name="sources")]
