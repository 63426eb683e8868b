"""Addresses of intelligence requirements."""

from django.urls import path

from fourpoint.web.requirements import views

app_name = "requirements"

urlpatterns = [
    path("", views.list_requirements, name="list"),
    path("new/", views.new, name="new"),
    path("<int:requirement>/", views.requirement, name="requirement"),
    path("<int:requirement>/answer/", views.answer_it, name="answer"),
    path("<int:requirement>/judge/", views.judge, name="judge"),
    path("<int:requirement>/ask-again/", views.ask_again, name="ask-again"),
    path("<int:requirement>/close/", views.close, name="close"),
]
