"""Addresses of the review desk."""

from django.urls import path

from fourpoint.web.review import views

app_name = "review"

urlpatterns = [
    path("", views.desk, name="desk"),
    path("retention/", views.retention, name="retention"),
    path("disposals/", views.disposals, name="disposals"),
    path("disposals/<int:disposal>/", views.disposal, name="disposal"),
    path("records/<str:kind>/<int:record>/", views.record, name="record"),
]
