"""
Addresses of sign-in and of one's own account. Only what is used is here: nobody signs up, and nobody resets by mail.

The names are those that allauth expects of its own pages.
"""

from allauth.account import views as allauth
from django.urls import include, path

from fourpoint.web.accounts import views

urlpatterns = [
    path("login/", allauth.login, name="account_login"),
    path("logout/", allauth.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("reauthenticate/", allauth.reauthenticate, name="account_reauthenticate"),
    path("password/change/", allauth.password_change, name="account_change_password"),
    path("second-factor/", include("allauth.mfa.urls")),
    path("access/", views.access, name="account_access"),
    path("purpose/", views.choose_purpose, name="account_purpose"),
]
