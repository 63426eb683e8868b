"""Addresses of copies that left."""

from django.urls import path

from fourpoint.web.exports import views

app_name = "exports"

urlpatterns = [
    path("", views.mine, name="mine"),
    path("out/", views.out, name="out"),
    path("held/", views.held, name="held"),
    path("of/<str:kind>/<int:record>/", views.of_record, name="of"),
    path("<int:copy>/destroyed/", views.destroyed, name="destroyed"),
    path("<int:copy>/recall/", views.recall, name="recall"),
]
