"""Addresses of the pages about method."""

from django.urls import path

from fourpoint.web.methods import views

app_name = "methods"

urlpatterns = [path("", views.index, name="index")]
