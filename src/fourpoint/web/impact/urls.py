"""Addresses of impact assessments and of equality monitoring."""

from django.urls import path

from fourpoint.web.impact import views

app_name = "impact"

urlpatterns = [
    path("impact/", views.register, name="register"),
    path("impact/new/", views.new, name="new"),
    path("impact/<int:assessment>/", views.one, name="one"),
    path("impact/<int:assessment>/approve/", views.approve, name="approve"),
    path("impact/<int:assessment>/retire/", views.retire, name="retire"),
    path("equality/", views.equality, name="equality"),
]
