"""Addresses of the directory and of an agency's people."""

from django.urls import path

from fourpoint.web.agencies import contacts, mail, people, resets, views

app_name = "agencies"
PERSON = "<slug:agency>/people/<int:person_id>/"
urlpatterns = [
    path("", views.directory_page, name="directory"),
    path("<slug:agency>/", views.agency, name="agency"),
    path("<slug:agency>/describe/", contacts.describe, name="describe"),
    path("<slug:agency>/contacts/new/", contacts.name_contact, name="name-contact"),
    path("<slug:agency>/contacts/<int:contact_id>/end/", contacts.end_contact, name="end-contact"),
    path("<slug:agency>/people/", people.roster_page, name="people"),
    path("<slug:agency>/people/due/", people.due, name="due"),
    path("<slug:agency>/people/invite/", people.invite, name="invite"),
    path("<slug:agency>/people/invitations/<int:invitation_id>/withdraw/", people.withdraw, name="withdraw"),
    path("<slug:agency>/mail/", mail.list_mail, name="mail"),
    path("<slug:agency>/mail/<int:letter>/again/", mail.try_again, name="mail-again"),
    path(PERSON, people.person, name="person"),
    path(f"{PERSON}roles/", people.roles, name="roles"),
    path(f"{PERSON}vetting/", people.vetting, name="vetting"),
    path(f"{PERSON}training/", people.training, name="training"),
    # Before entries of any kind, whose addresses look alike.
    path(f"{PERSON}reset/", resets.begin, name="reset"),
    path(f"{PERSON}reset/<int:reset>/confirm/", resets.confirm, name="reset-confirm"),
    path(f"{PERSON}reset/<int:reset>/withdraw/", resets.withdraw, name="reset-withdraw"),
    path(f"{PERSON}<slug:proof>/<int:proof_id>/withdraw/", people.withdraw_proof, name="withdraw-proof"),
    path(f"{PERSON}recertify/", people.recertify, name="recertify"),
    path(f"{PERSON}unlock/", people.unlock, name="unlock"),
    path(f"{PERSON}close/", people.close, name="close"),
]
