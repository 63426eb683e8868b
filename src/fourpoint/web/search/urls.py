"""Addresses of search."""

from django.urls import path

from fourpoint.web.search import views

app_name = "search"

urlpatterns = [
    path("", views.search, name="search"),
    path("saved/", views.saved, name="saved"),
    path("saved/keep/", views.keep, name="keep"),
    path("saved/<int:kept>/", views.open_saved, name="open"),
    path("saved/<int:kept>/remove/", views.remove, name="remove"),
]
