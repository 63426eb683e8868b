"""Addresses of breaking glass."""

from django.urls import path

from fourpoint.web.emergency import views

app_name = "emergency"

urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.new, name="new"),
    path("<int:emergency>/", views.one, name="one"),
    path("<int:emergency>/end/", views.end, name="end"),
    path("<int:emergency>/note/", views.note, name="note"),
    path("<int:emergency>/review/", views.review, name="review"),
]
