"""Addresses of leavers and who stands in for them."""

from django.urls import path

from fourpoint.web.stand_ins import views

app_name = "stand_ins"

urlpatterns = [
    path("", views.index, name="index"),
    path("<int:leaver>/", views.name, name="name"),
    path("<int:leaver>/end/", views.end, name="end"),
]
