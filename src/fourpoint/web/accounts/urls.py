"""
Addresses of sign-in and of one's own account. Only what is used is here: nobody signs up, and nobody resets alone.

The names are those that allauth expects of its own pages.
"""

from allauth.account import views as allauth
from django.urls import include, path

from fourpoint.web.accounts import invitations, resets, sessions, views

urlpatterns = [
    path("login/", views.SignIn.as_view(), name="account_login"),
    path("logout/", allauth.logout, name="account_logout"),
    path("inactive/", allauth.account_inactive, name="account_inactive"),
    path("reauthenticate/", allauth.reauthenticate, name="account_reauthenticate"),
    path("password/change/", views.change_password, name="account_change_password"),
    path("second-factor/", include("allauth.mfa.urls")),
    path("by/oidc/", include("allauth.socialaccount.providers.openid_connect.urls")),
    path("by/", include("allauth.socialaccount.providers.saml.urls")),
    path("access/", views.access, name="account_access"),
    path("agency/", views.choose_agency, name="account_agency"),
    path("invitation/<str:secret>/", invitations.invitation, name="account_invitation"),
    path("forgotten/", resets.forgotten, name="account_forgotten"),
    path("reset/<str:secret>/", resets.reset, name="account_reset"),
    path("sessions/", sessions.list_sessions, name="account_sessions"),
    path("sessions/close/", sessions.close_others, name="account_sessions_close"),
    path("sessions/<int:session_id>/close/", sessions.close_session, name="account_session_close"),
    path("purpose/", views.choose_purpose, name="account_purpose"),
]
