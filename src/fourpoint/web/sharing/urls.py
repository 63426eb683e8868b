"""Addresses of sharing."""

from django.urls import path

from fourpoint.web.sharing.views import records

app_name = "sharing"
urlpatterns = [
    path("<slug:kind>/<int:record>/", records.record, name="record"),
    path("<slug:kind>/<int:record>/why/", records.why, name="why"),
]
