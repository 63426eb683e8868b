"""Addresses of the desk for rights of people."""

from django.urls import path

from fourpoint.web.rights import lifting, views

app_name = "rights"

urlpatterns = [
    path("", views.list_requests, name="list"),
    path("new/", views.new, name="new"),
    path("apart/", lifting.apart, name="apart"),
    path("calls/<int:call>/", views.call_page, name="call"),
    path("calls/<int:call>/lift/", lifting.lift, name="lift"),
    path("<int:asked>/", views.request_page, name="request"),
    path("<int:asked>/answer.pdf", views.pack, name="pack"),
]
