"""Every address of the site, one line a word."""

from django.urls import include, path

urlpatterns = [
    path("account/", include("allauth.account.urls")),
]
